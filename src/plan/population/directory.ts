import { Rng } from '../../random/rng.ts'
import { DIVISION, type Population } from '../../scenario/population.ts'
import { FIRST_NAMES, LAST_NAMES } from '../names.ts'
import { DIRECTORY_BLOCK } from '../numbers.ts'
import { Accounts } from './accounts.ts'
import { divisionCount } from './division.ts'
import { Permutation } from './permutation.ts'

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

/** Addresses of a population: each follows from a number, and no two numbers have the same. */
export class Directory {
  private readonly domain: string
  /** Where partners work: not in the company itself, in whatever case it writes its domain. */
  private readonly companies: readonly string[]
  private readonly population: Population
  private readonly accounts: Accounts
  private readonly outsiders: Permutation
  private readonly numbers: Permutation
  private readonly guests: Rng
  private readonly guest: Rng
  private readonly ids: Rng
  private readonly id: Rng

  /** `rng` is the stream of the population. */
  constructor(rng: Rng, domain: string, population: Population) {
    this.domain = domain
    this.population = population
    this.companies = PARTNERS.filter((partner) => partner !== domain.toLowerCase())
    this.accounts = new Accounts(rng.fork('accounts'), population.users)
    this.outsiders = new Permutation(rng.fork('partners'), FIRST_NAMES.length * LAST_NAMES.length)
    this.numbers = new Permutation(rng.fork('callers'), AREAS * LINES)
    this.guests = rng.fork('guests')
    this.guest = Rng.unnamed()
    this.ids = rng.fork('conference ids')
    this.id = Rng.unnamed()
  }

  /** The address of a user, such as `mrivera2@contoso.com`: of another form than those of people that a scenario names. */
  user(division: number, user: number): string {
    return `${this.accounts.of(division * DIVISION + user)}@${this.domain}`
  }

  /** Whether somebody of this population has an address: a user, or a partner or caller of one of its divisions. */
  has(address: string): boolean {
    const { partners, callers } = this.population.directory
    const divisions = divisionCount(this.population)
    const number = this.numberOf(address)
    if (number >= 0) return number < divisions * MOST_CALLERS && number % MOST_CALLERS < callers
    const [account = '', domain = ''] = address.toLowerCase().split('@')
    if (domain === this.domain.toLowerCase()) return this.accounts.has(account)
    const name = nameOf(account)
    if (name < 0 || !this.companies.includes(domain)) return false
    const outsider = this.outsiders.indexOf(name)
    const [division, partner] = [Math.floor(outsider / DIRECTORY_BLOCK), outsider % DIRECTORY_BLOCK]
    return (
      division < divisions && partner < partners && this.partner(division, partner) === address.toLowerCase()
    )
  }

  /** The address of a partner, such as `maya.rivera@fabrikam.com`. */
  partner(division: number, partner: number): string {
    const number = division * DIRECTORY_BLOCK + partner
    const name = this.outsiders.at(number)
    const first = Math.floor(name / LAST_NAMES.length)
    const account = `${FIRST_NAMES[first]}.${LAST_NAMES[name - first * LAST_NAMES.length]}`
    return `${account}@${this.companies[partner % this.companies.length]}`
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
    for (let at = 0; at < 6; at++) letters += GUEST_PAIRS[(guest.bits() >>> 8) % GUEST_PAIRS.length]
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
    for (let at = 0; at < 4; at++) letters += ID_PAIRS[(id.bits() >>> 8) % ID_PAIRS.length]
    return letters
  }

  /** Position of a telephone number among those of all divisions; -1 for any other address. */
  private numberOf(address: string): number {
    const match = /^\+1([2-9])9(\d)555([2-9]\d{3})$/.exec(address)
    if (!match) return -1
    const area = (Number(match[1]) - 2) * 10 + Number(match[2])
    return this.numbers.indexOf(area * LINES + Number(match[3]) - 2000)
  }
}

/** Room of one division among the telephone numbers: all divisions together do not use one twice. */
const MOST_CALLERS = 3000

const AREAS = 80
const LINES = 8000

// Letters come in twos: half of the draws, and half of the strings.
const GUEST_PAIRS = pairsOf('abcdefghijklmnopqrstuvwxyz0123456789')
const ID_PAIRS = pairsOf('ABCDEFGHJKLMNPQRSTUVWXYZ0123456789')

function pairsOf(letters: string): readonly string[] {
  return [...letters].flatMap((one) => [...letters].map((other) => one + other))
}

/** The number of the name in `maya.rivera`; -1 for anything else. */
function nameOf(account: string): number {
  const [first = '', last = '', ...rest] = account.split('.')
  const [at, of] = [FIRST_NAMES.indexOf(first), LAST_NAMES.indexOf(last)]
  return at < 0 || of < 0 || rest.length > 0 ? -1 : at * LAST_NAMES.length + of
}
