import type { DialectName } from '../dialects/dialect.ts'
import type { Engine } from './engine.ts'
import { mssqlEngine } from './mssql.ts'
import { mysqlEngine } from './mysql.ts'
import { postgresEngine } from './postgres.ts'
import { sqliteEngine } from './sqlite.ts'

export const engines: Readonly<Record<DialectName, Engine<never>>> = {
  mssql: mssqlEngine,
  postgres: postgresEngine,
  mysql: mysqlEngine,
  sqlite: sqliteEngine,
}
