import { setImmediate as turn } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'

/**
 * Runs a query that may take long. When the signal comes, a server that can be asked to end it is asked, and of others the
 * query is the last; the signal's reason is thrown then.
 */
export async function interruptible(
  { knex }: Database,
  query: Knex.QueryBuilder,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (!signal) return query
  await turn() // SQLite never waits, and a signal is heard only between two turns
  signal.throwIfAborted()
  if (!knex.client.canCancelQuery) return query
  const connection = await knex.client.acquireConnection()
  const stop = () => void knex.client.cancelQuery(connection).catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await query.connection(connection)
  } catch (cause) {
    signal.throwIfAborted()
    throw cause
  } finally {
    signal.removeEventListener('abort', stop)
    await knex.client.releaseConnection(connection)
  }
}

/** Runs SQL, and gives what Knex gives for it. What makes a temporary table has to say so, and takes no parameters. */
type Run = (
  sql: string,
  options?: { readonly makesTable?: boolean; readonly bindings?: readonly Knex.Value[] },
) => Promise<unknown>

/** Works on one connection, as temporary tables are of one. The signal ends the work as in `interruptible`. */
export async function onConnection(
  { knex, engine }: Database,
  signal: AbortSignal | undefined,
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const connection = await knex.client.acquireConnection()
  const stop = () => {
    if (knex.client.canCancelQuery) void knex.client.cancelQuery(connection).catch(() => undefined)
  }
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await work(async (sql, { makesTable = false, bindings = [] } = {}) => {
      if (signal) await turn()
      if (makesTable) signal?.throwIfAborted()
      return makesTable && engine.makeTemporary
        ? engine.makeTemporary(connection, sql)
        : knex.raw(sql, bindings).connection(connection)
    })
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause
  } finally {
    signal?.removeEventListener('abort', stop)
    await knex.client.releaseConnection(connection)
  }
}
