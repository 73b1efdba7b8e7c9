import { setTimeout as wait } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'

/** How often work is tried that failed because of what others did at the same time. */
const TRIES = 4

/**
 * Does the work in a transaction in which nobody else gives numbers that are free: `isAlone` for one that gives some, while
 * several that bring their own may go on at the same time. What failed by a deadlock, or because a lock was not
 * had in time, is tried again: `work` must begin anew then.
 */
export async function inTransaction<T>(
  { knex, engine }: Database,
  tables: readonly string[],
  isAlone: boolean,
  work: (transaction: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let time = 1; ; time++) {
    // Told instead of what comes after it: a transaction whose work failed may not even roll back.
    let first: { readonly cause: unknown } | null = null
    try {
      return await knex.transaction(async (transaction) => {
        await engine.lock(transaction, tables, isAlone)
        try {
          const result = await work(transaction)
          await engine.unlock?.(transaction)
          return result
        } catch (cause) {
          first = { cause }
          await engine.unlock?.(transaction, 'ROLLBACK').catch(() => undefined) // the connection may be gone
          throw cause
        }
      })
    } catch (last) {
      const { cause } = first ?? { cause: last }
      if (time === TRIES || !engine.isTransient(cause)) throw cause
      await wait(100 * time ** 2)
    }
  }
}
