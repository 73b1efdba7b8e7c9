import type { Knex } from 'knex'
import { connect } from '../src/databases/database.ts'

/** An SQLite file through Knex, as a caller of the library has it; ended with `destroy()`. */
export async function openSqlite(path: string): Promise<Knex> {
  const { knex } = await connect({ engine: 'sqlite', path, shown: path })
  return knex
}
