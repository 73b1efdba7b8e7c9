import { MODALITIES } from '../scenario/file.ts'
import { type Answer, byText, count, key, milliseconds, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { timeIn } from './figures.ts'
import type { Held } from './held.ts'
import { UsersSeen } from './users-seen.ts'

/** What one kind of server of a pool did, in the making. */
class Activity {
  conferences = 0
  joins = 0
  /** Milliseconds. */
  time = 0
  readonly participants = new UsersSeen()
}

class ServerActivity implements Tally {
  private readonly asked: Asked
  /** By pool, then by position in `MODALITIES`. */
  private readonly activities: readonly Activity[]

  constructor(asked: Asked) {
    this.asked = asked
    this.activities = asked.plan.scenario.pools.flatMap(() => MODALITIES.map(() => new Activity()))
  }

  add({ servers, start, pool }: Held): void {
    const { from, to } = this.asked
    let kinds = 0
    for (let at = 0; at < servers.count; at++) {
      const kind = servers.kind[at]!
      const activity = this.activities[pool * MODALITIES.length + kind]!
      kinds |= 1 << kind
      const join = servers.join[at]!
      if (join >= from && join < to) {
        activity.joins++
        activity.participants.add(servers.userId[at]!)
      }
      activity.time += timeIn(join, servers.leave[at]!, from, to)
    }
    if (start < from || start >= to) return
    for (const kind of MODALITIES.keys())
      if (kinds & (1 << kind)) this.activities[pool * MODALITIES.length + kind]!.conferences++
  }

  merge({ activities }: this): void {
    for (const [at, activity] of this.activities.entries()) {
      const { conferences, joins, time, participants } = activities[at]!
      activity.conferences += conferences
      activity.joins += joins
      activity.time += time
      activity.participants.merge(participants)
    }
  }

  rows(): Row[] {
    const { pools } = this.asked.plan.scenario
    const rows = this.activities.flatMap(({ conferences, joins, time, participants }, at): Row[] => {
      if (conferences + joins + time === 0) return []
      const server = serverName(at % MODALITIES.length)
      return [
        [pools[Math.floor(at / MODALITIES.length)]!, server, conferences, participants.count, joins, time],
      ]
    })
    return rows.sort((a, b) => byText(a[0], b[0]) || byText(a[1], b[1]))
  }
}

/** `UriTypes.UriType` of a kind of server, which is a position in `MODALITIES`. */
export function serverName(kind: number): string {
  return `conf:${MODALITIES[kind]}`
}

export const serverActivity: Answer = {
  name: 'server-activity',
  title: 'Conference activity by pool and kind of server',
  definition:
    'One row for each kind of conferencing server of a pool that did anything in the scope; the kind is UriTypes.UriType of ' +
    'Mcus.McuTypeId, the pool that of the conference. conferences: those that start in the scope and have a session on such a ' +
    'server at any time. participants: distinct users with a session on one that begins in the scope. joins: sessions ' +
    '(McuJoinsAndLeaves) that begin in the scope. session_ms: their time in it, in milliseconds; none where UserLeaveTime ' +
    'is not recorded.',
  isOfServers: true,
  columns: [
    key('pool'),
    key('server'),
    count('conferences'),
    count('participants'),
    count('joins'),
    milliseconds('session_ms'),
  ],
  tally: (asked) => new ServerActivity(asked),
}
