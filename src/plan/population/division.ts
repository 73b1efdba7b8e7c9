import { logNormal } from '../../random/log-normal.ts'
import { Lottery } from '../../random/lottery.ts'
import { normalQuantile } from '../../random/normal-quantile.ts'
import { Rng } from '../../random/rng.ts'
import { DIVISION, type Population } from '../../scenario/population.ts'
import { DAY } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'

/** Share of the users who can also join from a mobile phone: the user model's mobility-enabled users. */
const MOBILITY = 0.4
/** Days after the month of a build at which half of its users have it. */
const HALF_ADOPTED = 21

/** What `Traits.phone` says. */
export const PHONE = { none: 0, iphone: 1, android: 2, ipad: 3 } as const

/**
 * Up to 2,000 users: a small company of its own in one time zone, with teams, departments, and outsiders that it knows.
 * All of it follows from its number; only the last division of a population can be smaller than the others.
 */
export interface Division {
  readonly index: number
  readonly users: number
  readonly zone: Zone
  /** The stream that all of the division hangs on. */
  readonly rng: Rng
  /** The stream of the endpoint ids: see `endpointLabel`. */
  readonly endpoints: Rng
  /** For each user the first of the team, and the first after it; teams and departments are runs of users. */
  readonly teamFrom: Uint16Array
  readonly teamTo: Uint16Array
  readonly departmentFrom: Uint16Array
  readonly departmentTo: Uint16Array
  /** Row 27: who organizes. */
  readonly organizers: Lottery
  /** Traits of the users, then of the partners. */
  readonly traits: Traits
}

/** The software and devices of people, by position: decided once for each, so that a build only ever moves forward. */
export interface Traits {
  /** 1 for somebody who works with an earlier product than the newest that is out. */
  readonly isEarlier: Uint8Array
  /** Builds behind the newest of the product. */
  readonly behind: Uint8Array
  /** Days from the month of a build to its installation here. */
  readonly delay: Uint8Array
  /** One of `PHONE`. */
  readonly phone: Uint8Array
}

/** Devices that somebody has. */
export const DEVICE = { usual: 0, phone: 1, browser: 2 } as const
const DEVICES = 3

/** The stream of the endpoint id of somebody's device, as a child of `Division.endpoints`; `owner` as in `Division.traits`. */
export function endpointLabel(owner: number, device: number): number {
  return owner * DEVICES + device
}

/** Each division has one home pool, where all that it organizes is held. Gives its position among the pools. */
export function poolOf(division: number, pools: readonly string[]): number {
  return division % pools.length
}

/** How many divisions a population has. */
export function divisionCount({ users }: Population): number {
  return Math.ceil(users / DIVISION)
}

/** `rng` is the stream of the population. */
export function makeDivision(rng: Rng, population: Population, index: number): Division {
  const own = rng.fork('division', index)
  const users = Math.min(DIVISION, population.users - index * DIVISION)
  const teams = teamsOf(own.fork('teams'), users, population)
  return {
    index,
    users,
    zone: siteOf(population, index),
    rng: own,
    endpoints: own.fork('endpoints'),
    ...teams,
    organizers: organizersOf(own.fork('organizers'), users, population),
    traits: traitsOf(own.fork('traits'), users + population.directory.partners, population),
  }
}

/** Sites get divisions in turn, by their shares, so that the first divisions of a large company are those of a small one. */
function siteOf({ sites }: Population, index: number): Zone {
  const given = sites.map(() => 0)
  let site = 0
  for (let division = 0; division <= index; division++) {
    const behind = sites.map(([, share], at) => share * (division + 1) - given[at]!)
    site = behind.indexOf(Math.max(...behind))
    given[site]!++
  }
  return sites[site]![0]
}

function teamsOf(rng: Rng, users: number, { teams, teamsPerDepartment }: Population) {
  const [teamFrom, teamTo] = [new Uint16Array(users), new Uint16Array(users)]
  const [departmentFrom, departmentTo] = [new Uint16Array(users), new Uint16Array(users)]
  for (let department = 0; department < users; ) {
    let end = department
    for (let team = 0; team < teamsPerDepartment && end < users; team++) {
      const size = Math.max(2, Math.round(logNormal(rng, teams.median, teams.sigma)))
      const next = Math.min(users, end + size)
      teamFrom.fill(end, end, next)
      teamTo.fill(next, end, next)
      end = next
    }
    departmentFrom.fill(department, department, end)
    departmentTo.fill(end, department, end)
    department = end
  }
  return { teamFrom, teamTo, departmentFrom, departmentTo }
}

function organizersOf(rng: Rng, users: number, { organizerSigma }: Population): Lottery {
  const weights = new Float64Array(users)
  for (let user = 0; user < users; user++) weights[user] = logNormal(rng, 1, organizerSigma)
  return new Lottery(weights)
}

function traitsOf(rng: Rng, people: number, { clients, mobile, builds, adoption }: Population): Traits {
  const traits: Traits = {
    isEarlier: new Uint8Array(people),
    behind: new Uint8Array(people),
    delay: new Uint8Array(people),
    phone: new Uint8Array(people),
  }
  const behind = new Lottery(builds)
  const mobility = Math.max(MOBILITY, mobile)
  // Logistic adoption: from a tenth to nine tenths are 2 ln 9 of its scales.
  const scale = adoption / DAY / (2 * Math.log(9))
  const own = Rng.unnamed()
  for (let person = 0; person < people; person++) {
    own.become(rng, person)
    const chance = own.fraction() + 2 ** -33
    traits.isEarlier[person] = own.fraction() < clients.earlier ? 1 : 0
    traits.behind[person] = behind.draw(own)
    const late = HALF_ADOPTED + scale * Math.log(chance / (1 - chance))
    traits.delay[person] = Math.round(Math.min(255, Math.max(0, late)))
    const phone = own.fraction() / mobility
    traits.phone[person] =
      phone >= 1 ? PHONE.none : phone < 0.51 ? PHONE.iphone : phone < 0.85 ? PHONE.android : PHONE.ipad
  }
  return traits
}

/** The probability that somebody who has a phone joins by it, so that phones have their share of all (row 23). */
export function phoneChance({ mobile }: Population): number {
  return mobile / Math.max(MOBILITY, mobile)
}

/** A standard normal variate; takes one draw. */
export function standardNormal(rng: Rng): number {
  return normalQuantile(rng.fraction() + 2 ** -33)
}
