import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { answerNames, answerRows } from '../../src/answers/answers.ts'
import { ALL, type Question } from '../../src/answers/asked.ts'
import { fixedClock } from '../../src/answers/clock.ts'
import { connected, type Database } from '../../src/databases/database.ts'
import { databaseUrl } from '../../src/databases/url.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { seedDatabase } from '../../src/seed.ts'
import { DAY, HOUR, MINUTE } from '../../src/time/ticks.ts'
import { scratchDatabase } from '../databases/mssql-server.ts'
import { scratch, servers } from '../databases/servers.ts'
import { galleryNames, galleryScenario } from '../gallery.ts'
import { edges } from './edges.ts'
import { ask, sorted } from './run-query.ts'

const test = suite('queries')

/** Everything, and cut up in all ways: units, clocks ahead and behind, a period that cuts hours and minutes, a pool. */
function questions({ start, days, pools }: Scenario): readonly Partial<Question>[] {
  const middle = start * DAY + Math.floor(days / 2) * DAY
  const period = { from: middle + 8 * HOUR + 1, to: middle + DAY + 10 * HOUR + 31 * MINUTE + 7 }
  return [
    {},
    { by: 'hour', clock: fixedClock(330) },
    { by: 'week', clock: fixedClock(-480), pool: pools[0] as string },
    { by: 'month', ...period },
    { by: 'hour', ...period, pool: pools.at(-1) as string },
    { by: 'day', ...ALL, from: period.from },
  ]
}

/** Seeds a scenario, asks everything by SQL, and compares cell by cell with what is computed. */
async function compare(database: Database, scenario: Scenario, about: string): Promise<void> {
  await seedDatabase(database, scenario, { create: true, tables: tableSets.conference })
  const plan = makePlan(scenario)
  const conferences = scenario.conferences.slice(0, 3).map((one) => plan.conferenceUri(one, 'focus'))
  for (const [at, question] of questions(scenario).entries()) {
    const whole = { conferences, ...question }
    const expected = answerRows(plan, whole)
    for (const name of answerNames) {
      const found = await ask(database, name, whole)
      assert.equal(sorted(found), sorted(expected[name] ?? []), `${about}, question ${at}: ${name}`)
    }
  }
}

const scenarios: readonly (readonly [name: string, scenario: () => Scenario])[] = [
  ...galleryNames().map((name) => [name, () => galleryScenario(name)] as const),
  ['edges', () => edges],
]

for (const [name, scenario] of scenarios) {
  test(`SQLite gives exactly the computed answers: ${name}`, () =>
    connected({ engine: 'sqlite', path: ':memory:', shown: 'memory' }, (database) =>
      compare(database, scenario(), name),
    ))
}

for (const server of servers('answers')) {
  for (const [name, scenario] of scenarios) {
    test(`${server.name} gives exactly the computed answers: ${name}`, async () => {
      const { url, drop } = await scratch(server)
      try {
        await connected(url, (database) => compare(database, scenario(), name))
      } finally {
        await drop()
      }
    })
  }
}

const mssql = process.env.ROLLCALL_TEST_MSSQL
if (mssql === undefined)
  console.log('skipped: answers on SQL Server, because ROLLCALL_TEST_MSSQL names no server')
else
  for (const [name, scenario] of scenarios) {
    test(`SQL Server gives exactly the computed answers: ${name}`, async () => {
      const { url, drop } = await scratchDatabase(mssql)
      try {
        await connected(databaseUrl(url), (database) => compare(database, scenario(), name))
      } finally {
        await drop()
      }
    })
  }

test.run()
