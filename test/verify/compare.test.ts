import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { dateTimeText, HOUR, type Ticks, ticksFromText } from '../../src/time/ticks.ts'
import type { Difference } from '../../src/verify/compare.ts'
import { verify } from '../../src/verify/verify.ts'
import { small, smallWith } from '../small-scenario.ts'
import { inLoose } from './loose.ts'

const test = suite('verify against a scenario')

/** What is told of a database after it was changed. */
async function told(change: (knex: Knex) => Promise<unknown>): Promise<readonly Difference[]> {
  return inLoose(async (knex) => {
    await change(knex)
    const { ok, comparison } = await verify(knex, small)
    assert.is(ok, comparison?.differences === 0)
    return comparison?.first ?? []
  })
}

/** Moves every time in a column. */
async function move(
  knex: Knex,
  table: TableName,
  column: string,
  by: Ticks,
  where: object = {},
): Promise<void> {
  for (const row of await knex(table).where(where).whereNotNull(column).select('rowid as id', column)) {
    const moved = dateTimeText((ticksFromText(row[column]) as Ticks) + by, ' ')
    await knex(table)
      .where({ rowid: row.id })
      .update({ [column]: moved })
  }
}

/** The second attendance of Bob, who comes back on each of the three days, on the first of them. */
const REJOIN = { UserId: 2, FocusUserInstance: 2 }
async function oneRejoin(knex: Knex): Promise<Readonly<Record<string, string>>> {
  return knex('FocusJoinsAndLeaves').where(REJOIN).orderBy('SessionIdTime').first()
}
const keyOf = (row: Readonly<Record<string, unknown>>) => ({
  DialogSessionIdTime: row.DialogSessionIdTime,
  DialogSessionIdSeq: row.DialogSessionIdSeq,
})

test('rows as the scenario makes them do not differ', async () => {
  assert.equal(await told(async () => undefined), [])
})

test('a time that moved by one tick is named, with what was found and what was expected', async () => {
  let before = ''
  const [difference, ...more] = await told(async (knex) => {
    const row = await oneRejoin(knex)
    before = row.UserJoinTime as string
    await move(knex, 'FocusJoinsAndLeaves', 'UserJoinTime', 1, keyOf(row))
  })
  assert.equal(more, [])
  assert.is(difference?.table, 'FocusJoinsAndLeaves')
  assert.is(difference?.kind, 'changed')
  const after = dateTimeText((ticksFromText(before) as Ticks) + 1, ' ')
  assert.equal(difference?.cells, [{ column: 'UserJoinTime', expected: before, found: after }])
})

test('a row that is missing is named by its natural key', async () => {
  let missing: Readonly<Record<string, string>> = {}
  const [difference, ...more] = await told(async (knex) => {
    missing = await oneRejoin(knex)
    await knex('FocusJoinsAndLeaves').where(keyOf(missing)).del()
  })
  assert.equal(more, [])
  assert.is(difference?.kind, 'missing')
  assert.is(difference?.key.SessionIdTime, missing.SessionIdTime)
  assert.match(String(difference?.key.ExternalId), /^[\da-f]{32};/)
})

test('a row too many is named', async () => {
  const [difference, ...more] = await told((knex) =>
    knex('Users').insert({ UserId: 999, UserUri: 'eve@contoso.com' }),
  )
  assert.equal(more, [])
  assert.equal(difference, {
    table: 'Users',
    kind: 'unexpected',
    key: { UserUri: 'eve@contoso.com' },
    cells: [],
  })
})

test('a row that is there twice is one too many', async () => {
  const differences = await told((knex) =>
    knex.raw('INSERT INTO Pools SELECT 99, PoolFQDN FROM Pools WHERE PoolId = 1'),
  )
  assert.equal(
    differences.map(({ table, kind }) => [table, kind]),
    [['Pools', 'unexpected']],
  )
})

test('another client is named by its version, not by its number', async () => {
  const [difference, ...more] = await told(async (knex) => {
    const row = await oneRejoin(knex)
    const other = await knex('ClientVersions').whereNot({ VersionId: row.ClientVerId }).first()
    await knex('FocusJoinsAndLeaves').where(keyOf(row)).update({ ClientVerId: other.VersionId })
  })
  assert.equal(more, [])
  assert.equal(
    difference?.cells.map(({ column }) => column),
    ['Version', 'ClientType'],
  )
})

test('what joins refer to is looked at as well: two dialogs that changed places are four rows not as they should be', async () => {
  const differences = await told(async (knex) => {
    const [one, other] = await knex('Dialogs').orderBy('SessionIdTime').limit(2)
    await knex('Dialogs').where('SessionIdTime', one.SessionIdTime).update({ ExternalId: other.ExternalId })
    await knex('Dialogs').where('SessionIdTime', other.SessionIdTime).update({ ExternalId: one.ExternalId })
  })
  for (const table of ['Dialogs', 'FocusJoinsAndLeaves']) {
    const kinds = differences.filter((one) => one.table === table).map(({ kind }) => kind)
    assert.equal(kinds.sort(), ['missing', 'missing', 'unexpected', 'unexpected'], table)
  }
})

test('a null where something was expected is named', async () => {
  const differences = await told(async (knex) => {
    const row = await oneRejoin(knex)
    await knex('FocusJoinsAndLeaves').where(keyOf(row)).update({ UserLeaveTime: null })
  })
  assert.is(differences[0]?.cells[0]?.column, 'UserLeaveTime')
  assert.is(differences[0]?.cells[0]?.found, null)
})

/** Columns of facts: all times but those of bookkeeping. */
const TIMES = (['Conferences', 'Dialogs', 'FocusJoinsAndLeaves'] as const).flatMap((table) =>
  tableOf(table)
    .columns.filter(({ type }) => type === 'datetime')
    .map(({ name }) => [table, name] as const),
)

test('all rows shifted by one hour are all named: each expected one is missing, each found one unexpected', () =>
  inLoose(async (knex) => {
    for (const [table, column] of TIMES) await move(knex, table, column, HOUR)
    const { ok, violations, rows, comparison } = await verify(knex, small)
    assert.not(ok)
    assert.equal(violations, [])
    const facts = (rows.Conferences ?? 0) + (rows.Dialogs ?? 0) + (rows.FocusJoinsAndLeaves ?? 0)
    assert.is(comparison?.differences, 2 * facts)
    assert.is(comparison?.first.length, 10)
  }))

/** Surrogate numbers: where they are made, and where they are referred to. */
const SURROGATES = [
  ['Users.UserId', 'Conferences.OrganizerId', 'FocusJoinsAndLeaves.UserId'],
  ['ConferenceUris.ConferenceUriId', 'Conferences.ConferenceUriId'],
  ['Pools.PoolId', 'Conferences.PoolId'],
  ['ClientVersions.VersionId', 'FocusJoinsAndLeaves.ClientVerId'],
  ['Tenants.TenantId', 'Users.TenantId'],
  ['UriTypes.UriTypeId', 'Users.UriTypeId', 'ConferenceUris.UriTypeId'],
] as const

for (const columns of SURROGATES) {
  test(`${columns[0]} shifted with its references does not count`, async () => {
    const differences = await told(async (knex) => {
      for (const column of columns) {
        const [table = '', name = ''] = column.split('.')
        await knex.raw('UPDATE ?? SET ?? = ?? + 100', [table, name, name])
      }
    })
    assert.equal(differences, [])
  })
}

test('a number shifted without its references counts', async () => {
  const differences = await told((knex) => knex.raw('UPDATE Pools SET PoolId = PoolId + 100'))
  assert.ok(differences.length > 0)
  for (const { table, cells } of differences) {
    assert.is(table, 'Conferences')
    assert.is(cells[0]?.column, 'PoolFQDN')
  }
})

test('another order of the rows does not count', async () => {
  const differences = await told(async (knex) => {
    for (const table of tableSets.core) {
      await knex.raw('CREATE TABLE mirrored AS SELECT * FROM ?? ORDER BY rowid DESC', [table])
      await knex.schema.dropTable(table)
      await knex.schema.renameTable('mirrored', table)
    }
  })
  assert.equal(differences, [])
})

test('keys are walked in the order that SQLite gives them, also beyond the basic plane', async () => {
  const texts = ['\uffee@contoso.com', '😀@contoso.com', 'z@contoso.com', '\ue000@contoso.com']
  const differences = await told((knex) =>
    knex('Users').insert(texts.map((UserUri, at) => ({ UserId: 990 + at, UserUri }))),
  )
  assert.equal(
    differences.map(({ kind, key }) => [kind, key.UserUri]),
    texts.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map((text) => ['unexpected', text]),
  )
})

test('another seed is another data set', () =>
  inLoose(async (knex) => {
    const { comparison } = await verify(knex, smallWith('seed: 7', 'seed: 8'))
    assert.ok((comparison?.differences ?? 0) > 10)
  }))

test('without a scenario nothing is compared', () =>
  inLoose(async (knex) => {
    assert.is((await verify(knex)).comparison, null)
  }))

test.run()
