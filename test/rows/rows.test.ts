import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { rows } from '../../src/rows/rows.ts'
import { type TableName, tableNames, tableOf, tableSets } from '../../src/schema/tables.ts'
import { DAY } from '../../src/time/ticks.ts'
import { tinyPlan } from './tiny.ts'

const test = suite('rows')

test('come table after table: what belongs to no day first, then each day with its parents before its children', () => {
  const daily = ['Users', 'Conferences', 'Dialogs', 'FocusJoinsAndLeaves']
  const supporting = [
    'UriTypes',
    'Tenants',
    'Roles',
    'UserAgentDef',
    'ClientVersions',
    'Pools',
    'Users',
    'ConferenceUris',
  ]
  assert.equal(
    [...rows(tinyPlan, tableSets.core)].map(({ table }) => table),
    [...supporting, ...daily, ...daily],
  )
})

test('never point to a row that has not come yet', () => {
  const known = new Map<TableName, Record<string, unknown>[]>()
  for (const batch of rows(tinyPlan, tableNames)) {
    for (const row of batch.rows as readonly Record<string, unknown>[]) {
      for (const { columns, table, to } of tableOf(batch.table).references) {
        if (columns.some((column) => row[column] === null)) continue
        const isThere = known
          .get(table as TableName)
          ?.some((parent) => columns.every((column, at) => row[column] === parent[to[at] as string]))
        assert.ok(isThere, `${batch.table}.${columns} points to ${table}`)
      }
    }
    known.set(batch.table, [
      ...(known.get(batch.table) ?? []),
      ...(batch.rows as readonly Record<string, unknown>[]),
    ])
  }
  // Nobody has a desk phone here, and no join fails.
  const empty: readonly TableName[] = [
    'Application',
    'Devices',
    'ErrorReport',
    'HardwareVersions',
    'Manufacturers',
  ]
  assert.equal([...known.keys()].sort(), tableNames.filter((name) => !empty.includes(name)).sort())
})

test('of a conference that goes on after midnight come with the day on which it was requested', () => {
  const [first] = [...rows(tinyPlan, tableSets.core)].filter(({ table }) => table === 'Dialogs')
  const days = first?.rows.map(
    (row) => Math.floor((row as { SessionIdTime: number }).SessionIdTime / DAY) - tinyPlan.scenario.start,
  )
  assert.equal(days, [0, 0, 0, 0, 0, 0, 1])
})

test('know the fixed dictionaries whole, whatever the scenario', () => {
  const counts = new Map([...rows(tinyPlan)].map(({ table, rows: { length } }) => [table, length]))
  assert.equal(
    ['UriTypes', 'Tenants', 'Roles', 'UserAgentDef'].map((table) => counts.get(table as TableName)),
    [7, 4, 3, 39],
  )
})

test.run()
