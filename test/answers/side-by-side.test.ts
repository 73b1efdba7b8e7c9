import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type AnswerName, type AnswerRows, answerRows, catalogue } from '../../src/answers/answers.ts'
import { sideBySide } from '../../src/answers/side-by-side.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { AnomalyEntry } from '../../src/scenario/anomalies-file.ts'
import { ANOMALY_KINDS, withoutAnomalies } from '../../src/scenario/anomaly.ts'

const test = suite('side by side')

function scenarioWith(anomalies: AnomalyEntry[], seed = 1) {
  return scenarioFrom({
    scenario: 'wrong',
    seed,
    start: '2016-04-11',
    days: 2,
    timezone: 'Europe/London',
    people: { ann: {}, bob: { kind: 'remote' }, guest: { kind: 'anonymous' }, team: { group: 4 } },
    conferences: {
      standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob', 'guest', 'team'] },
    },
    anomalies,
  })
}

const names = Object.keys(catalogue) as AnswerName[]

/** The rows of one side of the table, by the words of its columns. */
function side(name: AnswerName, isFirst: boolean, one: AnswerRows, other: AnswerRows) {
  const { columns, rows } = sideBySide(name, one[name]!, other[name]!)
  const lone = columns.findIndex((column) => column.name === 'only')
  const own = rows.filter((row) => lone < 0 || row[lone] !== (isFirst ? 'without' : 'with'))
  const shown = columns.flatMap(({ name: column }, at) => {
    if (at === lone || (isFirst ? column : columns[at + 1]?.name) === 'without') return []
    return at
  })
  return own.map((row) => shown.map((at) => row[at] ?? null))
}

test('each side of the table is the answer that it is made from', () => {
  fc.assert(
    fc.property(fc.subarray(ANOMALY_KINDS), fc.nat(9), (kinds, seed) => {
      const scenario = scenarioWith(
        kinds.map((kind) => ({ kind, rate: 0.4 })),
        seed,
      )
      const [one, other] = [scenario, withoutAnomalies(scenario)].map((each) => answerRows(makePlan(each)))
      for (const name of names) {
        assert.equal(side(name, true, one!, other!), one![name], name)
        const sorted = (rows: unknown) => (rows as unknown[]).map((row) => JSON.stringify(row)).sort()
        assert.equal(sorted(side(name, false, one!, other!)), sorted(other![name]), name)
      }
    }),
    { numRuns: 10 },
  )
})

test('without a difference no column is there twice', () => {
  const told = answerRows(makePlan(scenarioWith([])))
  for (const name of names) {
    const { columns, heading } = sideBySide(name, told[name]!, told[name]!)
    assert.equal(columns, catalogue[name].columns)
    assert.is(heading, Reflect.get(catalogue[name], 'heading') ?? 0)
  }
})

test('a scenario without its anomalies is that which never had any', () => {
  const anomalies: AnomalyEntry[] = [{ kind: 'missing-leave', rate: 0.5 }]
  assert.equal(withoutAnomalies(scenarioWith(anomalies)).anomalies, [])
  assert.equal(
    answerRows(makePlan(withoutAnomalies(scenarioWith(anomalies)))),
    answerRows(makePlan(scenarioWith([]))),
  )
})

test.run()
