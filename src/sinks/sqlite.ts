import type { Knex } from 'knex'
import { checkArguments, listOf, objectWith } from '../arguments.ts'
import { aKnex } from '../databases/database.ts'
import { sqlite } from '../dialects/sqlite.ts'
import type { TableColumns } from '../schema/tables.ts'
import type { Sink } from './sink.ts'
import { type BlockSql, blockStatements } from './sqlite-blocks.ts'

/** Inserts into tables that exist, through a Knex instance or transaction of the caller, who also ends it. Nothing is committed here. */
export async function sqliteSink(knex: Knex, tables: readonly TableColumns[]): Promise<Sink> {
  checkArguments('sqliteSink', { knex: [knex, aKnex], tables: [tables, columnsOfTables] })
  const inserts = await blockStatements(knex, tables, insertSql)
  return {
    async write(batch) {
      for (const { statement, values } of inserts.on(batch)) statement.run(values)
    },
    close: inserts.end,
    abort: inserts.end,
  }
}

const columnsOfTables = listOf(objectWith('{ table, columns }', 'table', 'columns'))

function insertSql({ table, columns, from }: BlockSql): string {
  const names = columns.map(({ name }) => sqlite.identifier(name))
  const values = columns.map(({ value }) => value)
  return `INSERT INTO ${sqlite.identifier(table)} (${names.join(', ')})\nSELECT ${values.join(', ')} ${from}`
}
