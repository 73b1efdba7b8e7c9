import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { databaseOf } from '../../src/databases/database.ts'
import { inTemporary } from '../../src/databases/temporary.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { tableOf, tableSets } from '../../src/schema/tables.ts'
import { seed } from '../../src/seed.ts'
import { isAsPlanned } from '../../src/verify/as-planned.ts'
import { foundTables } from '../../src/verify/found-tables.ts'
import { indexKeys } from '../../src/verify/loose.ts'
import { violations } from '../../src/verify/violations.ts'
import { small, smallWith } from '../small-scenario.ts'
import { company } from './company.ts'
import { inLoose } from './loose.ts'

const test = suite('rows with the numbers that were planned')

const tables = tableSets.core

async function isSame(knex: Knex, scenario: Scenario = small): Promise<boolean> {
  const found = await foundTables(await databaseOf(knex))
  const { rows } = await violations(found)
  return isAsPlanned(found, scenario, { rows, tables, signal: undefined, onProgress: undefined })
}

/** Works in a database that was seeded, and takes back what is changed. */
function inSeeded(
  work: (after: (change: () => Promise<unknown>) => Promise<boolean>, knex: Knex) => Promise<void>,
) {
  return inTemporary(async (knex) => {
    await seed(knex, small, { create: true, tables })
    await knex.raw('PRAGMA foreign_keys = OFF')
    await work(async (change) => {
      await knex.raw('BEGIN')
      await change()
      const same = await isSame(knex)
      await knex.raw('ROLLBACK')
      return same
    }, knex)
  })
}

test('are told in a database that held nothing before', () =>
  inTemporary(async (knex) => {
    await seed(knex, company, { create: true, tables })
    assert.ok(await isSame(knex, company))
    assert.not(await isSame(knex))
  }))

test('and in one without types, if it has keys', () =>
  inLoose(async (knex) => {
    assert.not(await isSame(knex))
    await indexKeys(knex, tables)
    assert.ok(await isSame(knex))
  }))

test('are not those that differ in a cell, whichever', () =>
  inSeeded(async (after, knex) => {
    assert.ok(await after(async () => undefined))
    for (const table of tables) {
      const last = (await knex(table).max({ id: 'rowid' }).first())!.id
      for (const { name, nullable } of tableOf(table).columns) {
        const cell = () => knex(table).where('rowid', last)
        assert.not(await after(() => cell().update({ [name]: 7777 })), `${table}.${name}`)
        const { [name]: value } = await cell().first()
        if (nullable && value !== null)
          assert.not(await after(() => cell().update({ [name]: null })), `${table}.${name}`)
      }
    }
  }))

test('nor those that differ in letters that are one to the column', () =>
  inLoose(async (knex) => {
    await indexKeys(knex, tables)
    await knex.raw('ALTER TABLE Users ADD COLUMN Address TEXT COLLATE NOCASE')
    await knex('Users').update({ Address: knex.ref('UserUri') })
    await knex.raw('ALTER TABLE Users DROP COLUMN UserUri')
    await knex.raw('ALTER TABLE Users RENAME COLUMN Address TO UserUri')
    assert.ok(await isSame(knex))
    await knex('Users')
      .where('UserId', 1)
      .update({ UserUri: knex.raw('UPPER(UserUri)') })
    assert.not(await isSame(knex))
  }))

test('nor when one is missing, or is one too many', () =>
  inSeeded(async (after, knex) => {
    for (const table of tables) {
      const last = (await knex(table).max({ id: 'rowid' }).first())!.id
      assert.not(await after(() => knex(table).where('rowid', last).del()), table)
    }
    const another = { SessionIdTime: '2015-07-14 12:00:00.000', SessionIdSeq: 1 }
    assert.not(await after(() => knex('Dialogs').insert(another)))
  }))

test('are not told where rows are wrong on purpose: two of them can have one key', () =>
  inTemporary(async (knex) => {
    const broken = smallWith('conferences:', 'anomalies: [{ kind: missing-leave, rate: 0 }]\nconferences:')
    await seed(knex, broken, { create: true, tables })
    assert.ok(await isSame(knex))
    assert.not(await isSame(knex, broken))
  }))

test.run()
