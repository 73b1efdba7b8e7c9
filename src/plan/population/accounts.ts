import { Rng } from '../../random/rng.ts'
import { FIRST_NAMES, LAST_NAMES } from '../names.ts'
import { Permutation } from './permutation.ts'

/**
 * The account names of a population's users, `mrivera` and for a namesake `mrivera2`, by their numbers. Some names are
 * common and most are rare; who comes later gets the higher number, so more users change nobody's.
 */
export class Accounts {
  /** For each user the name, as initial and family name, and which of its namesakes. */
  private readonly names: Uint16Array
  private readonly turns: Uint16Array
  /** How many have each name. */
  private readonly counts = new Uint16Array(LETTERS * LAST_NAMES.length)

  constructor(rng: Rng, users: number) {
    this.names = new Uint16Array(users)
    this.turns = new Uint16Array(users)
    const family = new Permutation(rng.fork('family names'), LAST_NAMES.length)
    const own = Rng.unnamed()
    for (let user = 0; user < users; user++) {
      own.become(rng, user)
      const first = FIRST_NAMES[Math.floor(own.fraction() * FIRST_NAMES.length)]!
      const last = family.at(Math.floor(own.fraction() ** 2 * LAST_NAMES.length))
      const name = (first.charCodeAt(0) - A) * LAST_NAMES.length + last
      this.names[user] = name
      this.turns[user] = ++this.counts[name]!
    }
  }

  of(user: number): string {
    const name = this.names[user]!
    const initial = String.fromCharCode(A + Math.floor(name / LAST_NAMES.length))
    const turn = this.turns[user]!
    return `${initial}${LAST_NAMES[name % LAST_NAMES.length]}${turn === 1 ? '' : turn}`
  }

  /** Whether somebody has an account name, in small letters. */
  has(account: string): boolean {
    const match = /^([a-z])([a-z-]+?)([2-9]|[1-9]\d+)?$/.exec(account)
    const last = match ? LAST_NAMES.indexOf(match[2]!) : -1
    if (!match || last < 0) return false
    const name = (match[1]!.charCodeAt(0) - A) * LAST_NAMES.length + last
    return Number(match[3] ?? 1) <= this.counts[name]!
  }
}

const A = 'a'.charCodeAt(0)
const LETTERS = 26
