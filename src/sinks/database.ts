import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { Target } from '../databases/found.ts'
import { mssqlSink } from './mssql.ts'
import { mysqlSink } from './mysql.ts'
import { postgresSink } from './postgres.ts'
import type { Sink } from './sink.ts'
import { sqliteSink } from './sqlite.ts'

/**
 * Inserts into tables that exist, on the fastest road that the engine has. The transaction is the caller's, who also ends
 * it: nothing is committed here. A sink may run ahead of its server: the transaction can be asked after `settle` or `close`.
 */
export function databaseSink(
  { engine }: Database,
  transaction: Knex.Transaction,
  targets: readonly Target[],
): Promise<Sink> {
  switch (engine.dialect.name) {
    case 'mssql':
      return mssqlSink(engine, transaction, targets)
    case 'postgres':
      return postgresSink(engine, transaction, targets)
    case 'mysql':
      return mysqlSink(engine, transaction, targets)
    case 'sqlite':
      return sqliteSink(transaction, targets)
  }
}
