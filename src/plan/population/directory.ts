import { faker } from '@faker-js/faker/locale/en'
import { Rng } from '../../random/rng.ts'
import { MODALITIES } from '../../scenario/file.ts'
import { DIVISION, type Population } from '../../scenario/population.ts'
import { addressName } from '../names.ts'
import { DIRECTORY_BLOCK } from '../numbers.ts'
import { divisionCount } from './division.ts'

/** Companies that do not exist, as Microsoft's documentation names them. */
const PARTNERS = [
  'fabrikam.com',
  'adatum.com',
  'litwareinc.com',
  'northwindtraders.com',
  'tailspintoys.com',
  'wingtiptoys.com',
  'proseware.com',
  'alpineskihouse.com',
  'treyresearch.net',
  'woodgrovebank.com',
  'lucernepublishing.com',
  'margiestravel.com',
]

/** Names and addresses of a population: each follows from a number, and no two numbers have the same. */
export class Directory {
  private readonly domain: string
  /** Where partners work: not in the company itself, in whatever case it writes its domain. */
  private readonly companies: readonly string[]
  private readonly people: Permutation
  private readonly outsiders: Permutation
  private readonly numbers: Permutation
  private readonly guests: Rng
  private readonly guest: Rng
  private readonly ids: Rng
  private readonly id: Rng

  /** `rng` is the stream of the population. */
  constructor(rng: Rng, domain: string) {
    this.domain = domain
    this.companies = PARTNERS.filter((partner) => partner !== domain.toLowerCase())
    this.people = new Permutation(rng.fork('names'), FIRST.length * LAST.length)
    this.outsiders = new Permutation(rng.fork('partners'), FIRST.length * LAST.length)
    this.numbers = new Permutation(rng.fork('callers'), AREAS * LINES)
    this.guests = rng.fork('guests')
    this.guest = Rng.unnamed()
    this.ids = rng.fork('conference ids')
    this.id = Rng.unnamed()
  }

  /** The address of a user: `maya.rivera4@contoso.com`. The digit keeps them apart from people that the scenario names. */
  user(division: number, user: number): string {
    return `${this.accountOf(this.people.at(division * DIVISION + user))}@${this.domain}`
  }

  /** Whether somebody of this population has an address: a user, or a partner or caller of one of its divisions. */
  has(address: string, population: Population): boolean {
    const { partners, callers } = population.directory
    const user = nameOf(address, (domain) => domain === this.domain.toLowerCase())
    if (user >= 0) return this.people.indexOf(user) < population.users
    const divisions = divisionCount(population)
    const number = this.numberOf(address)
    if (number >= 0) return number < divisions * MOST_CALLERS && number % MOST_CALLERS < callers
    const name = nameOf(address, (domain) => this.companies.includes(domain))
    if (name < 0) return false
    const outsider = this.outsiders.indexOf(name)
    const [division, partner] = [Math.floor(outsider / DIRECTORY_BLOCK), outsider % DIRECTORY_BLOCK]
    if (division >= divisions || partner >= partners) return false
    return this.partner(division, partner) === address.toLowerCase()
  }

  partner(division: number, partner: number): string {
    const number = division * DIRECTORY_BLOCK + partner
    return `${this.accountOf(this.outsiders.at(number))}@${this.companies[partner % this.companies.length]}`
  }

  /**
   * A North American number of exchange 555 in one of the area codes with 9 in the middle, which are kept for an
   * extension of the plan: nobody has it, and nobody whom a scenario names.
   */
  caller(division: number, caller: number): string {
    const number = this.numbers.at(division * MOST_CALLERS + caller)
    const area = Math.floor(number / LINES)
    const line = 2000 + (number % LINES)
    return `+1${2 + Math.floor(area / 10)}9${area % 10}555${line}`
  }

  /** A guest has this address in one conference only. */
  guestAddress(number: number): string {
    const { guest } = this
    guest.become(this.guests, number)
    let letters = ''
    for (let at = 0; at < 12; at++) letters += GUEST_LETTERS[(guest.bits() >>> 8) % GUEST_LETTERS.length]
    return `${letters}@anonymous.invalid`
  }

  /** The URI of a conference before and after a word such as `focus`; `number` is its first `ConferenceUriId`. */
  conferenceUri(organizer: string, number: number): readonly [before: string, after: string] {
    return [`sip:${organizer};gruu;opaque=app:conf:`, `:id:${this.conferenceId(number)}`]
  }

  private conferenceId(number: number): string {
    const { id } = this
    id.become(this.ids, number)
    let letters = ''
    for (let at = 0; at < 8; at++) letters += ID_LETTERS[(id.bits() >>> 8) % ID_LETTERS.length]
    return letters
  }

  /** Position of a telephone number among those of all divisions; -1 for any other address. */
  private numberOf(address: string): number {
    const match = /^\+1([2-9])9(\d)555([2-9]\d{3})$/.exec(address)
    if (!match) return -1
    const area = (Number(match[1]) - 2) * 10 + Number(match[2])
    return this.numbers.indexOf(area * LINES + Number(match[3]) - 2000)
  }

  private accountOf(name: number): string {
    const first = Math.floor(name / LAST.length)
    return `${FIRST[first]}.${LAST[name - first * LAST.length]}${digitOf(name)}`
  }
}

/** Room of one division among the telephone numbers: all divisions together do not use one twice. */
const MOST_CALLERS = 3000

const AREAS = 80
const LINES = 8000

/** The word for the focus and for each kind of server in a mask of modalities, in order of their numbers. */
export function uriWords(mask: number): readonly string[] {
  return WORDS[mask]!
}

const WORDS = Array.from({ length: 1 << MODALITIES.length }, (_, mask) => {
  return ['focus', ...MODALITIES.filter((_, at) => (mask >> at) & 1)]
})

const GUEST_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const ID_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'

const { first_name: first, last_name: last } = faker.rawDefinitions.person as Record<
  string,
  Record<string, string[]>
>
const FIRST = accounts([...first!.generic!, ...first!.female!, ...first!.male!])
const LAST = accounts(last!.generic!)

/** As parts of an address, each once, in the order of code units. */
function accounts(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(addressName))].filter((name) => /^[a-z-]+$/.test(name)).sort()
}

/** The number of the name in an address such as `maya.rivera4@contoso.com`; -1 for any other address. */
function nameOf(address: string, isDomain: (domain: string) => boolean): number {
  const match = /^([^.@]+)\.([^@]+?)([2-9])@(.+)$/.exec(address.toLowerCase())
  if (!match || !isDomain(match[4]!)) return -1
  const [first, last] = [FIRST.indexOf(match[1]!), LAST.indexOf(match[2]!)]
  const name = first * LAST.length + last
  return first < 0 || last < 0 || digitOf(name) !== Number(match[3]) ? -1 : name
}

function digitOf(name: number): number {
  return 2 + ((name * 7 + (name >>> 5)) & 7)
}

/** Puts the numbers below `size` into another order, by a multiplication that has an inverse. */
class Permutation {
  private readonly size: number
  private readonly factor: number
  private readonly offset: number

  constructor(rng: Rng, size: number) {
    this.size = size
    let factor = rng.int(Math.floor(size / 3), size - 1)
    while (greatestDivisor(factor, size) !== 1) factor--
    this.factor = factor
    this.offset = rng.int(0, size - 1)
  }

  at(index: number): number {
    // Below 2^53: a factor and an index below two millions each.
    return (this.factor * (index % this.size) + this.offset) % this.size
  }

  indexOf(value: number): number {
    const inverse = modularInverse(BigInt(this.factor), BigInt(this.size))
    const shifted = BigInt((value - this.offset + this.size) % this.size)
    return Number((shifted * inverse) % BigInt(this.size))
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

function modularInverse(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, value, 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1] = [r1, r0 - quotient * r1]
    ;[t0, t1] = [t1, t0 - quotient * t1]
  }
  return ((t0 % modulus) + modulus) % modulus
}
