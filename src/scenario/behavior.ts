import { MINUTE, SECOND } from '../time/ticks.ts'
import type { BehaviorEntry } from './file.ts'
import { ticksFromDuration } from './formats.ts'
import type { Behavior, Spread } from './scenario.ts'

/** The presets' `sfb-2016`: published figures where there are any, judgement elsewhere. Rows 12 to 19, 25 and 26. */
export const usualBehavior: Behavior = {
  attendance: 1,
  late: 0.3,
  lateBy: { median: 110 * SECOND, sigma: 0.9 },
  early: 2 * MINUTE,
  lobby: { phone: 0.05, other: 0.25 },
  partial: 0.12, // of those who do not organize: 0.10 of all people in a conference of six
  earlyLeave: { short: 0.05, medium: 0.11, long: 0.26 },
  leaveSpread: 12 * SECOND,
  drop: 0.025,
  rejoin: 0.9,
  rejoinAfter: { median: 45 * SECOND, sigma: 1 },
  changeDevice: 0.015,
  secondDevice: 0.04,
  failedJoin: 0.005, // the most that Microsoft's quality guide allows
}

/** In a recurring series each member comes to this share of the occurrences. */
export const RECURRING_ATTENDANCE = 0.85

/** `base`, with what `entry` says put in its place. */
export function behaviorWith(base: Behavior, entry: BehaviorEntry | undefined): Behavior {
  if (entry === undefined) return base
  const spread = (usual: Spread, said: BehaviorEntry['lateBy']): Spread => ({
    median: said?.median === undefined ? usual.median : ticksFromDuration(said.median),
    sigma: said?.sigma ?? usual.sigma,
  })
  const { lobby, earlyLeave } = entry
  return {
    attendance: entry.attendance ?? base.attendance,
    late: entry.late ?? base.late,
    lateBy: spread(base.lateBy, entry.lateBy),
    early: entry.early === undefined ? base.early : ticksFromDuration(entry.early),
    lobby: lobby === undefined ? base.lobby : { phone: lobby, other: lobby },
    partial: entry.partial ?? base.partial,
    earlyLeave:
      earlyLeave === undefined
        ? base.earlyLeave
        : { short: earlyLeave, medium: earlyLeave, long: earlyLeave },
    leaveSpread: entry.leaveSpread === undefined ? base.leaveSpread : ticksFromDuration(entry.leaveSpread),
    drop: entry.drop ?? base.drop,
    rejoin: entry.rejoin ?? base.rejoin,
    rejoinAfter: spread(base.rejoinAfter, entry.rejoinAfter),
    changeDevice: entry.changeDevice ?? base.changeDevice,
    secondDevice: entry.secondDevice ?? base.secondDevice,
    failedJoin: entry.failedJoin ?? base.failedJoin,
  }
}
