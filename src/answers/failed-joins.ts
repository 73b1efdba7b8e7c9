import { type Answer, codeKey, count, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Held } from './held.ts'
import { UsersSeen } from './users-seen.ts'

class FailedJoins implements Tally {
  private readonly asked: Asked
  /** By response code and diagnostic id. */
  private readonly found = new Map<
    string,
    { code: number; diagnostic: number; attempts: number; users: UsersSeen }
  >()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add({ servers }: Held): void {
    const { from, to } = this.asked
    for (const { time, userId, failure } of servers.failed) {
      if (time < from || time >= to) continue
      const entry = this.entry(failure.response, failure.diagnostic)
      entry.attempts++
      entry.users.add(userId)
    }
  }

  merge({ found }: this): void {
    for (const { code, diagnostic, attempts, users } of found.values()) {
      const entry = this.entry(code, diagnostic)
      entry.attempts += attempts
      entry.users.merge(users)
    }
  }

  rows(): Row[] {
    return [...this.found.values()]
      .sort((a, b) => b.attempts - a.attempts || a.code - b.code || a.diagnostic - b.diagnostic)
      .map(({ code, diagnostic, attempts, users }): Row => [code, diagnostic, attempts, users.count])
  }

  private entry(code: number, diagnostic: number) {
    const name = `${code} ${diagnostic}`
    const known = this.found.get(name)
    if (known) return known
    const entry = { code, diagnostic, attempts: 0, users: new UsersSeen() }
    this.found.set(name, entry)
    return entry
  }
}

export const failedJoins: Answer = {
  name: 'failed-joins',
  title: 'Failed joins',
  definition:
    'Attempts to join a conference that were refused: sessions of ConferenceSessionDetails with a ResponseCode of 400 or more, ' +
    'which have no row in FocusJoinsAndLeaves. One row for each response code and diagnostic id, the most attempts first; an ' +
    'attempt counts at its InviteTime. participants: distinct users with such an attempt.',
  isOfServers: true,
  columns: [codeKey('response_code'), codeKey('diagnostic_id'), count('attempts'), count('participants')],
  tally: (asked) => new FailedJoins(asked),
}
