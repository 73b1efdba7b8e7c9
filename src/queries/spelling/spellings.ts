import type { DialectName } from '../../dialects/dialect.ts'
import { mssql } from './mssql.ts'
import { mysql } from './mysql.ts'
import { postgres } from './postgres.ts'
import type { Spelling } from './spelling.ts'
import { sqlite } from './sqlite.ts'

export const spellings: Readonly<Record<DialectName, Spelling>> = { mssql, postgres, mysql, sqlite }
