import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Answers, answerRows } from '../../src/answers/answers.ts'
import type { Question } from '../../src/answers/asked.ts'
import { fixedClock } from '../../src/answers/clock.ts'
import { daysOf, makePlan } from '../../src/plan/make-plan.ts'
import { DAY, HOUR } from '../../src/time/ticks.ts'
import { edges } from '../queries/edges.ts'

const test = suite('answers of slices')

const plan = makePlan(edges)
const days = daysOf(plan, 'conference')
const conferences = edges.conferences.map((one) => plan.conferenceUri(one, 'focus'))
const middle = (edges.start + 3) * DAY
const QUESTIONS: readonly Partial<Question>[] = [
  { conferences },
  { conferences, by: 'hour', clock: fixedClock(330), from: middle + 8 * HOUR + 1, to: middle + 3 * DAY },
  { conferences, by: 'week', pool: edges.pools[1]! },
]

test('are the same however the slices are dealt out, and in whatever order', () => {
  for (const question of QUESTIONS) {
    const whole = answerRows(plan, question)
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...days], { minLength: days.length }),
        fc.array(fc.nat(3), { minLength: days.length, maxLength: days.length }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        (order, owner, merged) => {
          const parts = merged.map(() => new Answers(plan, question))
          for (const [at, day] of order.entries()) parts[owner[at]!]!.add(plan.slice(day, 'conference'))
          const [first, ...others] = merged.map((part) => parts[part]!)
          for (const other of others) first!.merge(other)
          assert.equal(first!.result(), whole)
        },
      ),
      { numRuns: 8 },
    )
  }
})

test.run()
