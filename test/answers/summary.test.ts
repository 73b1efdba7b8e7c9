import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { namedMeeting, populationMeeting } from '../../src/answers/meeting.ts'
import { summarize } from '../../src/answers/summary.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan, slices } from '../../src/plan/make-plan.ts'
import { rows } from '../../src/rows/rows.ts'
import type { Tables } from '../../src/schema/tables.ts'

const test = suite('summarize')

/** People and conferences with names beside a company, over the change to summer time. */
const both = scenarioFrom({
  scenario: 'both',
  seed: 3,
  start: '2016-03-24',
  days: 5,
  timezone: 'Europe/London',
  people: { ann: {}, bob: {}, visitor: { kind: 'anonymous' } },
  conferences: {
    standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob', 'visitor'] },
    late: { at: '23:50', organizer: 'bob', attendees: ['ann'], closes: 'never' },
  },
  population: { users: 700 },
})

const plan = makePlan(both)
const joins: Tables['FocusJoinsAndLeaves'][] = []
let conferences = 0
for (const batch of rows(plan)) {
  if (batch.table === 'FocusJoinsAndLeaves') for (const row of batch.rows) joins.push({ ...row })
  if (batch.table === 'Conferences') conferences += batch.rows.length
}
const summary = summarize(makePlan(both))

test('counts what the rows say: conferences, joins, distinct users and presence', () => {
  assert.is(summary.conferences, conferences)
  assert.is(summary.joins, joins.length)
  assert.is(summary.participants, new Set(joins.map(({ UserId }) => UserId)).size)
  const presence = joins.reduce((sum, { UserJoinTime, UserLeaveTime }) => {
    return UserLeaveTime === null ? sum : sum + UserLeaveTime - (UserJoinTime as number)
  }, 0)
  assert.is(summary.presence, presence)
})

test('the peak is the greatest number present at any tick, and the first such tick', () => {
  const { people, at } = summary.peak
  const present = (tick: number) =>
    joins.filter(({ UserJoinTime, UserLeaveTime }) => {
      return (UserJoinTime as number) <= tick && (UserLeaveTime ?? Number.POSITIVE_INFINITY) > tick
    }).length
  assert.is(present(at as number), people)
  // Only a join can make a new peak.
  for (const tick of new Set(joins.map(({ UserJoinTime }) => UserJoinTime as number))) {
    assert.ok(tick < (at as number) ? present(tick) < people : present(tick) <= people, String(tick))
  }
})

test('joins by hour add up, on the clocks of the scenario also when they change', () => {
  const total = [...summary.joinsByHour.values()].reduce((sum, count) => sum + count, 0)
  assert.is(total, joins.length)
  const nine = (day: number) => summary.joinsByHour.get(day * 24 + 9) ?? 0
  // The stand-up of three people is at half past nine before and after the change.
  for (let day = both.start; day < both.start + both.days; day++) assert.ok(nine(day) >= 2, String(day))
})

test('a meeting shows each session with the address that Users has', () => {
  const addresses = new Map<number, string>()
  const own = makePlan(both)
  for (const batch of rows(own)) {
    if (batch.table === 'Users')
      for (const { UserId, UserUri } of batch.rows) addresses.set(UserId, UserUri as string)
  }
  let seen = 0
  for (const { conferences: named, population } of slices(own)) {
    for (const instance of named) {
      const meeting = namedMeeting(instance)
      assert.is(meeting.sessions.length, instance.attendances.length)
    }
    if (!population || !own.company) continue
    for (let n = 0; n < population.conferences.length; n++) {
      const { sessions, open, close } = populationMeeting(own.company, population, n)
      const { attendances, conferences: columns } = population.cells[population.conferences.cell[n]!]!
      const at = population.conferences.at[n]!
      const users = new Set(
        Array.from({ length: columns.to[at]! - columns.from[at]! }, (_, k) => {
          return addresses.get(attendances.userId[columns.from[at]! + k]!)
        }),
      )
      assert.equal(new Set(sessions.map(({ who }) => who)), users)
      for (const { join, leave } of sessions)
        assert.ok(open <= join && join < (leave as number) && (leave as number) <= (close as number))
      seen++
    }
  }
  assert.ok(seen > 50)
})

test.run()
