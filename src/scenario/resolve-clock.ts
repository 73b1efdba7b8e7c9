import type { Ticks } from '../time/ticks.ts'
import type { OccurrenceEntry } from './file.ts'
import { durationText, ticksFromTimeOfDay } from './formats.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { resolveJoins } from './resolve-joins.ts'
import type { Directory } from './resolve-people.ts'
import { resolveOffset } from './resolve-time.ts'
import type { Clock } from './scenario.ts'

/** The clock of a conference of which nothing is said. */
export const NO_CLOCK: Clock = {
  at: 0,
  length: null,
  requested: null,
  opens: null,
  closes: null,
  joins: new Map(),
}

/** `usual` with what `entry` says put in its place; somebody's joins as a whole. */
export function resolveClock(
  usual: Clock,
  entry: OccurrenceEntry,
  path: Path,
  directory: Directory,
  report: Report,
): Clock {
  const offset = (key: 'length' | 'requested' | 'opens' | 'closes') =>
    resolveOffset(entry[key], [...path, key], report)
  const clock: Clock = {
    at: entry.at === undefined ? usual.at : ticksFromTimeOfDay(entry.at),
    length: offset('length') ?? usual.length,
    requested: offset('requested') ?? usual.requested,
    opens: offset('opens') ?? usual.opens,
    closes: entry.closes === 'never' ? 'never' : (offset('closes') ?? usual.closes),
    joins: new Map([
      ...usual.joins,
      ...resolveJoins(entry.joins ?? {}, [...path, 'joins'], directory, report),
    ]),
  }
  if (entry.length !== undefined && clock.length === 0)
    report('out-of-range', [...path, 'length'], 'is no time at all', 'Use 1s or more.')
  checkMoments(clock, entry, path, report)
  checkAttendances(clock, entry, path, report)
  return clock
}

type Moment = 'requested' | 'opens' | 'closes'

// What an occurrence inherits is checked where it stands, so only a pair of which it says one is checked again.

/** A conference is requested, opens and closes, in this order. */
function checkMoments(clock: Clock, entry: OccurrenceEntry, path: Path, report: Report): void {
  const inOrder = (early: Moment, late: Moment, gap: Ticks) => {
    const [from, to] = [clock[early], clock[late]]
    if (typeof from !== 'number' || typeof to !== 'number' || to - from >= gap) return
    const hint = 'Both count from the scheduled start.'
    if (entry[late] !== undefined) {
      report(
        'time-order',
        [...path, late],
        `must come after \`${early}\`, which is ${durationText(from)}`,
        hint,
      )
    } else if (entry[early] !== undefined) {
      report(
        'time-order',
        [...path, early],
        `must come before \`${late}\`, which is ${durationText(to)}`,
        hint,
      )
    }
  }
  inOrder('requested', 'opens', 1)
  inOrder('opens', 'closes', 1)
  // Where nothing is said of the opening, it has its own tick between the two.
  if (clock.opens === null) inOrder('requested', 'closes', 2)
}

/** People come after a conference opens and leave before it closes. */
function checkAttendances(clock: Clock, entry: OccurrenceEntry, path: Path, report: Report): void {
  const { requested, opens, closes } = clock
  const opening = opens === null ? 'requested' : 'opens'
  const earliest = opens ?? (requested === null ? null : requested + 1)
  for (const [person, attendances] of clock.joins) {
    const isOwn = entry.joins !== undefined && Object.hasOwn(entry.joins, person.id)
    for (const [at, { join, leave, invite }] of attendances.entries()) {
      const refuse = (
        key: 'invite' | 'join' | 'leave',
        moment: Ticks,
        side: 'before' | 'too soon after' | 'after',
        bound: Moment,
      ) => {
        const hint = `Change one of them, or leave \`${bound}\` out.`
        if (isOwn) {
          const message = `comes ${side} \`${bound}\`, which is ${durationText(clock[bound] as Ticks)}`
          report('time-order', [...path, 'joins', person.id, at, key], message, hint)
        } else if (entry[bound] !== undefined) {
          const message = `the ${key} of "${person.id}" at ${durationText(moment)} comes ${side} it`
          report('time-order', [...path, bound], message, hint)
        }
      }
      const first = invite ?? join ?? (typeof leave === 'number' ? leave : null)
      if (first !== null && earliest !== null && first < earliest) {
        refuse(invite !== null ? 'invite' : join !== null ? 'join' : 'leave', first, 'before', opening)
      } else if (join === null && earliest !== null && typeof leave === 'number' && leave <= earliest) {
        refuse('leave', leave, 'too soon after', opening)
      }
      if (typeof closes !== 'number') continue
      const begin = join ?? invite
      if (typeof leave === 'number') {
        if (leave > closes) refuse('leave', leave, 'after', 'closes')
      } else if (begin !== null && begin >= closes) {
        refuse(join === null ? 'invite' : 'join', begin, 'after', 'closes')
      }
    }
  }
}
