import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConferenceEntry } from '../../src/scenario/file.ts'
import { planOf, tablesOf } from '../generated.ts'
import { chiSquareDeviate, histogram } from '../random/measures.ts'

const test = suite('a sample of a group')

test('takes every member as often as the others, each conference its own', () => {
  const entry: ConferenceEntry = {
    at: '10:00',
    length: '5m',
    organizer: 'ann',
    attendees: [{ from: 'staff', count: 2 }],
    joins: { ann: [] },
  }
  // One conference each day, so that nobody is kept away by another.
  const conferences = Object.fromEntries(
    Array.from({ length: 1500 }, (_, n) => [`c${n}`, { ...entry, on: dateOf(n) }]),
  )
  const people = { ann: {}, staff: { group: 8 } }
  const plan = planOf({ scenario: 'samples', seed: 5, start: dateOf(0), days: 1500, people, conferences })
  const guests = tablesOf(plan).FocusJoinsAndLeaves.filter(({ FocusUserInstance }) => FocusUserInstance === 1)
  const counts = histogram(
    8,
    guests.map(({ UserId }) => (UserId as number) - 2),
  )
  assert.is(guests.length, 3000)
  assert.ok(Math.abs(chiSquareDeviate(counts)) < 4.9, `${counts}`)
})

test.run()

function dateOf(n: number): string {
  return new Date(Date.UTC(2010, 0, 4 + n)).toISOString().slice(0, 10)
}
