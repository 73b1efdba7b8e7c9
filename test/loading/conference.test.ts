import { join } from 'node:path'
import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { seedDatabase } from '../../src/seed.ts'
import { unseedDatabase } from '../../src/unseed.ts'
import { type Verdict, verify } from '../../src/verify/verify.ts'
import { inFolder } from '../in-folder.ts'
import { makeTables, testEngines } from '../servers.ts'
import { small } from '../small-scenario.ts'
import { dump } from './rows-in.ts'

const other = scenarioFrom({ ...small.definition, scenario: 'other', seed: 8 })
const tables = tableSets.conference

/** Ways to break one rule of the tables beside the core. */
const BREAKS: readonly (readonly [
  law: string,
  table: string,
  change: (rows: Knex.QueryBuilder) => Promise<unknown>,
])[] = [
  [
    'McuJoinsAndLeaves lie outside their conference',
    'McuJoinsAndLeaves',
    (rows) => rows.update({ UserLeaveTime: '2030-01-01 00:00:00.000' }),
  ],
  [
    'McuJoinsAndLeaves have a dialog after the join',
    'McuJoinsAndLeaves',
    (rows) => rows.update({ UserLeaveTime: '2001-01-01 00:00:00.000' }),
  ],
  [
    'ConferenceSessionDetails have a response before the invitation',
    'ConferenceSessionDetails',
    (rows) => rows.update({ ResponseTime: '2001-01-01 00:00:00.000' }),
  ],
  [
    'FocusJoinsAndLeaves have a session of another user',
    'ConferenceSessionDetails',
    (rows) => rows.whereNull('McuConferenceUriId').update({ ResponseCode: 486 }),
  ],
  [
    'ConferenceSessionDetails are of the internal network',
    'ConferenceSessionDetails',
    (rows) => rows.update({ IsUserInternal: 1, EdgeServerId: 1 }),
  ],
  [
    'Registration ends before it begins',
    'Registration',
    (rows) => rows.update({ DeRegisterTime: '2001-01-01 00:00:00.000' }),
  ],
  [
    'Registration points by RegistrarId to Servers',
    'Registration',
    (rows) => rows.update({ RegistrarId: 32_000 }),
  ],
]

const wrongOf = ({ comparison, violations, answers }: Verdict) => [
  ...violations.map(({ title }) => title),
  ...(comparison?.first ?? []),
  ...(answers?.wrong ?? []),
]

for (const engine of testEngines('tables of conferences')) {
  const test = suite(`${engine.name}: tables of conferences`)

  test('go beside those of another scenario, are as it says, and go out again', () =>
    inFolder((home) =>
      engine.inDatabase(async (database) => {
        const receipt = join(home, 'receipt.json')
        await seedDatabase(database, other, { create: true, tables })
        const theirs = await dump(database)
        const { inserted, reused } = await seedDatabase(database, small, { beside: true, receipt })
        for (const table of ['McuJoinsAndLeaves', 'ConferenceSessionDetails', 'Registration'] as const)
          assert.ok((inserted[table] ?? 0) > 0, table)
        assert.ok((reused.CallType ?? 0) > 0)
        assert.equal(wrongOf(await verify(database.knex, small, { beside: true })), [])
        assert.equal(wrongOf(await verify(database.knex, other, { beside: true })), [])
        await unseedDatabase(database, null, { receipt })
        assert.equal(await dump(database), theirs)
      }),
    ))

  if (!engine.isServer) {
    test('of the core alone are filled where the others are not there, and verified so', () =>
      engine.inDatabase(async (database) => {
        await makeTables(database, tableSets.core)
        await seedDatabase(database, small)
        const verdict = await verify(database.knex, small)
        assert.equal(wrongOf(verdict), [])
        assert.ok(Object.keys(verdict.rows).every((table) => tableSets.core.includes(table as never)))
      }))

    for (const [law, table, change] of BREAKS) {
      test(`a row that breaks a rule is found: ${law}`, () =>
        engine.inDatabase(async (database) => {
          await seedDatabase(database, small, { create: true, tables })
          await database.knex.raw('PRAGMA foreign_keys = OFF')
          await change(database.knex(table))
          const { violations } = await verify(database.knex)
          assert.ok(
            violations.some(({ title }) => title.startsWith(law)),
            JSON.stringify(violations.map(({ title }) => title)),
          )
        }))
    }
  }

  test.run()
}
