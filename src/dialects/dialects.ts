import type { Dialect, DialectName } from './dialect.ts'
import { mssql } from './mssql.ts'
import { mysql } from './mysql.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'

export const dialects: Readonly<Record<DialectName, Dialect>> = { mssql, postgres, mysql, sqlite }
