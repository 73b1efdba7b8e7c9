import { AUDIO_VIDEO } from '../plan/servers/server-law.ts'
import { type Answer, count, key, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { countSpan, minuteText } from './concurrency.ts'
import { type Held, OPEN } from './held.ts'
import { MinuteChanges } from './minute-changes.ts'

class AvConcurrency implements Tally {
  private readonly asked: Asked
  private readonly sessions = new MinuteChanges()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add({ servers, end }: Held): void {
    for (let at = 0; at < servers.count; at++) {
      if (servers.kind[at] !== AUDIO_VIDEO) continue
      const leave = servers.leave[at]!
      countSpan(this.sessions, servers.join[at]!, leave === OPEN ? end : leave, this.asked)
    }
  }

  merge({ sessions }: this): void {
    this.sessions.merge(sessions)
  }

  rows(): Row[] {
    let sessions = 0
    return [...this.sessions.entries()].map(([minute, change]): Row => {
      sessions += change
      return [minuteText(minute), sessions]
    })
  }
}

export const avConcurrency: Answer = {
  name: 'av-concurrency',
  title: 'A/V sessions at each minute (UTC)',
  definition:
    'How many sessions with the A/V conferencing server there are at each full minute of UTC, by McuJoinsAndLeaves; one row for ' +
    'each minute at which the number is another than at the minute before. Edges and open ends are as in `concurrency`; two ' +
    'devices of one person are two sessions.',
  isOfServers: true,
  columns: [key('minute'), count('av_sessions')],
  tally: (asked) => new AvConcurrency(asked),
}
