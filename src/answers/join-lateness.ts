import { type Answer, count, key, milliseconds, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Held } from './held.ts'

/** Classes of lateness, each up to before so many minutes. */
export const LATENESS = [
  { name: 'under 1 min', before: 1 },
  { name: '1 to 5 min', before: 5 },
  { name: '5 to 15 min', before: 15 },
  { name: '15 min and more', before: Number.POSITIVE_INFINITY },
] as const

const MINUTE_MS = 60_000

class JoinLateness implements Tally {
  private readonly asked: Asked
  private readonly participants = LATENESS.map(() => 0)
  /** Milliseconds. */
  private readonly time = LATENESS.map(() => 0)

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    const { from, to } = this.asked
    const { count, start, join: joins, turn } = held
    for (let at = 0; at < count; at++) {
      const join = joins[at]!
      if (turn[at] !== 1 || join < from || join >= to) continue
      const late = join - start
      let kind = 0
      while (late >= LATENESS[kind]!.before * MINUTE_MS) kind++
      this.participants[kind]!++
      this.time[kind]! += late
    }
  }

  merge({ participants, time }: this): void {
    for (const kind of LATENESS.keys()) {
      this.participants[kind]! += participants[kind]!
      this.time[kind]! += time[kind]!
    }
  }

  rows(): Row[] {
    return LATENESS.map(({ name }, kind): Row => [name, this.participants[kind]!, this.time[kind]!]).filter(
      ([, participants]) => participants !== 0,
    )
  }
}

export const joinLateness: Answer = {
  name: 'join-lateness',
  title: 'How late participants join',
  definition:
    'The participants of conferences who first join in the scope, by the time from ConferenceStartTime to that join. (The ' +
    'records do not say when a conference was to begin.) A class begins with its lower edge and ends before its upper ' +
    'one. lateness_ms: that time, added up, in milliseconds. Classes without anybody have no row.',
  columns: [key('lateness'), count('total_participants'), milliseconds('lateness_ms')],
  tally: (asked) => new JoinLateness(asked),
}
