import { Quantiles } from '../../random/quantiles.ts'
import { Rng } from '../../random/rng.ts'
import { deRegisterTypes } from '../../schema/conference-rows.ts'
import { type Day, HOUR, MINUTE, SECOND, type Ticks, weekday } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'

/** The user model's share of the users who sign in on a day. Judgement: hardly anybody at the weekend. */
const SHARE = { workday: 0.8, weekend: 0.1 }
/** By then everybody has signed in on a Monday, so that nobody's registration is older than a week. */
const MONDAY = 1

const EARLIEST = 5 * HOUR
export const LATEST_SIGN_IN = 13 * HOUR
/** Judgement: on the clock of the site most people come around half past eight. */
const MORNING = new Quantiles((z) =>
  Math.min(LATEST_SIGN_IN, Math.max(EARLIEST, 8.5 * HOUR + z * 50 * MINUTE)),
)

/** Judgement: how a registration ends when its device registers anew, and how long after that it is noticed. */
const ENDS = [
  { upTo: 0.75, type: deRegisterTypes.clientInitiated, within: 3 * SECOND },
  { upTo: 0.95, type: deRegisterTypes.expired, within: 10 * MINUTE },
  { upTo: 1, type: deRegisterTypes.clientCrashed, within: 2 * MINUTE },
] as const

/** The days of a data set. */
export interface Period {
  readonly start: Day
  readonly days: number
}

/** Everybody has registered on this day, so that nobody meets on the first who is not signed in. */
function firstDay({ start }: Period): Day {
  return start - 2
}

/** Whether devices can register on a day of their site. */
export function canSignIn(period: Period, day: Day): boolean {
  return day === firstDay(period) || (day >= period.start && day < period.start + period.days)
}

/** The UTC days on which devices at some sites can register. */
export function registrationPeriod(
  period: Period,
  zones: readonly Zone[],
): readonly [first: Ticks, last: Ticks] {
  const last = period.start + period.days - 1
  return [
    Math.min(...zones.map((zone) => zone.moment(firstDay(period), EARLIEST))),
    Math.max(...zones.map((zone) => zone.moment(last, LATEST_SIGN_IN))),
  ]
}

/** The share of the devices of a site that register on one of its days. */
function shareOn(period: Period, day: Day): number {
  const today = weekday(day)
  if (day === firstDay(period) || today === MONDAY) return 1
  return today > MONDAY && today <= 5 ? SHARE.workday : SHARE.weekend
}

/** How many times a device registers in a data set, on average. */
export function meanSignIns(period: Period): number {
  let sum = shareOn(period, firstDay(period))
  for (let day = period.start; day < period.start + period.days; day++) sum += shareOn(period, day)
  return sum
}

/**
 * When a device is signed in. A device stays signed in from one morning to another, and then registers anew: most do on a
 * working day, and a Monday leaves out nobody. So somebody is registered whenever a conference is held, and each
 * registration follows from the device and the day alone. What is said of it is that of the last `begins`.
 */
export class SignIns {
  /** From when to when, and how it ended. */
  time: Ticks = 0
  end: Ticks = 0
  /** `Registration.DeRegisterTypeId`. */
  endType: number = deRegisterTypes.clientInitiated
  /** The stream of what else a registration has. */
  readonly rng = Rng.unnamed()

  private readonly period: Period
  private readonly zone: Zone
  private readonly later = Rng.unnamed()
  private readonly mornings = new Map<Day, Ticks>()

  constructor(period: Period, zone: Zone) {
    this.period = period
    this.zone = zone
  }

  /** Whether a device registers on a day of its site; `device` is its stream. */
  begins(device: Rng, day: Day): boolean {
    const { rng, later, period } = this
    if (!this.isMade(rng.become(device, day), day)) return false
    this.time = this.midnight(day) + MORNING.draw(rng)
    const lot = rng.fraction()
    const { type, within } = ENDS.find(({ upTo }) => lot < upTo) ?? ENDS[0]
    let next = Math.max(day + 1, period.start)
    while (!this.isMade(later.become(device, next), next)) next++
    this.endType = type
    this.end = this.midnight(next) + MORNING.draw(later) + Math.floor(rng.fraction() * within)
    return true
  }

  /** Takes one draw. What comes after the last day is as if there were more days: a row does not depend on how many there are. */
  private isMade(rng: Rng, day: Day): boolean {
    return rng.fraction() < shareOn(this.period, day)
  }

  private midnight(day: Day): Ticks {
    const known = this.mornings.get(day)
    if (known !== undefined) return known
    if (this.mornings.size > 64) this.mornings.clear()
    // Clocks change before anybody is up: from noon back, a time of the morning is what it says.
    const midnight = this.zone.moment(day, 12 * HOUR) - 12 * HOUR
    this.mornings.set(day, midnight)
    return midnight
  }
}
