import type { Knex } from 'knex'
import { connected } from './database.ts'

/** Works in an SQLite database of its own, which is gone afterwards. Large ones go to disk by themselves. */
export function inTemporary<T>(work: (knex: Knex) => Promise<T>): Promise<T> {
  return connected({ engine: 'sqlite', path: '', shown: 'a temporary database' }, ({ knex }) => work(knex))
}
