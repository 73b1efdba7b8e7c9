import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { Target } from '../databases/found.ts'
import { type Batch, type Counts, type TableName, tableOf } from '../schema/tables.ts'
import { nameOf, spelledName } from './fold.ts'
import { eachReadable } from './reading.ts'
import type { Receipt } from './receipt.ts'

/** Rows of the scenario that stay, and why. */
export interface Kept {
  readonly table: TableName
  readonly rows: number
  readonly why: 'was there before' | 'others refer to it' | 'may have been there before'
}

interface OurName {
  /** As we write it: a row that is spelled otherwise is of others. */
  readonly spelled: string
  /** Only we can have made it up. */
  readonly isMadeUp: boolean
}

/** Rows that go with one statement. */
const MOST = 500

/**
 * Takes the rows out that are known by name: users, pools, URIs and so on. One goes if the scenario makes it, nothing refers
 * to it and it was not found when the scenario was loaded. Without a receipt nobody knows what was found; then only those go
 * that cannot have been there: the URIs of conferences and the guests, whose names the streams made up.
 */
export class OurNames {
  private readonly database: Database
  private readonly everything: readonly Target[]
  private readonly targets: readonly Target[]
  private readonly receipt: Receipt | null
  /** What we call the rows of a table, by their folded names. */
  private readonly ours = new Map<TableName, Map<string, OurName>>()

  /** `everything` is all tables of which one can refer to `targets`. */
  constructor(
    database: Database,
    everything: readonly Target[],
    targets: readonly Target[],
    receipt: Receipt | null,
  ) {
    this.database = database
    this.everything = everything
    this.targets = targets.filter(({ table }) => tableOf(table).identity.kind === 'named')
    this.receipt = receipt
    for (const { table } of this.targets) this.ours.set(table, new Map())
  }

  /** Rows that the scenario makes, of a day or of none. */
  note(batches: readonly Batch[], isDay: boolean): void {
    for (const { table, rows } of batches) {
      const names = this.ours.get(table)
      if (!names) continue
      const isMadeUp = isDay || table === 'ConferenceUris'
      for (const row of rows) names.set(nameOf(table, row), { spelled: spelledName(table, row), isMadeUp })
    }
  }

  /** To be called when the facts are out: they refer to these rows. */
  async takeOut(knex: Knex): Promise<{ removed: Counts; kept: readonly Kept[] }> {
    const removed: { [T in TableName]?: number } = {}
    const kept: Kept[] = []
    for (const target of [...this.targets].reverse()) {
      const counts = new Map<Kept['why'], number>()
      const keep = (why: Kept['why'], rows = 1) => counts.set(why, (counts.get(why) ?? 0) + rows)
      const gone = await this.unreferenced(knex, target, keep)
      const { removed: rows, kept: held } = await this.remove(knex, target, gone)
      if (rows > 0) removed[target.table] = rows
      if (held > 0) keep('others refer to it', held)
      for (const [why, number] of counts) kept.push({ table: target.table, rows: number, why })
    }
    return { removed, kept }
  }

  /** The keys of the rows that may go. */
  private async unreferenced(
    knex: Knex,
    target: Target,
    keep: (why: Kept['why']) => void,
  ): Promise<readonly unknown[]> {
    const { table } = target
    const { identity, primaryKey } = tableOf(table)
    if (identity.kind !== 'named') return []
    const names = this.ours.get(table)!
    const found = this.receipt && new Set(this.receipt.found[table] ?? [])
    const references = await this.referencesTo(knex, table)
    const key = identity.number ?? primaryKey[0]!
    const columns = [...new Set([...identity.natural, key, ...references.map(({ to }) => to)])]
    const gone: unknown[] = []
    for await (const row of eachReadable(this.database, knex, target, columns)) {
      const name = nameOf(table, row)
      const own = names.get(name)
      if (own === undefined) continue
      if (found?.has(name)) keep('was there before')
      else if (spelledName(table, row) !== own.spelled) continue
      else if (!found && !own.isMadeUp) keep('may have been there before')
      else if (references.some(({ to, values }) => values.has(Number(row[to])))) keep('others refer to it')
      else gone.push(row[key])
    }
    return gone
  }

  /** What the tables that are there say in columns that point to a table. */
  private async referencesTo(
    knex: Knex,
    table: TableName,
  ): Promise<readonly { readonly to: string; readonly values: ReadonlySet<number> }[]> {
    const found: { to: string; values: Set<number> }[] = []
    for (const { table: from, name, columns } of this.everything) {
      for (const { table: parent, columns: pointing, to } of tableOf(from).references) {
        const [column] = pointing as readonly [string]
        if (parent !== table || !columns.some((one) => one.name === column)) continue
        const values = new Set<number>()
        const query = knex(name).distinct({ value: column }).whereNotNull(column)
        for await (const row of this.database.engine.stream(knex, query))
          values.add(Number(Object.values(row)[0]))
        found.push({ to: to[0]!, values })
      }
    }
    return found
  }

  /** Deletes rows by key. Those that a table of others refers to stay: which ones is found by halves. */
  private async remove(
    knex: Knex,
    target: Target,
    keys: readonly unknown[],
  ): Promise<{ removed: number; kept: number }> {
    const total = { removed: 0, kept: 0 }
    for (let at = 0; at < keys.length; at += MOST) {
      const { removed, kept } = await this.removeSome(knex, target, keys.slice(at, at + MOST))
      total.removed += removed
      total.kept += kept
    }
    return total
  }

  private async removeSome(
    knex: Knex,
    target: Target,
    keys: readonly unknown[],
  ): Promise<{ removed: number; kept: number }> {
    const { identity, primaryKey } = tableOf(target.table)
    const key = (identity.kind === 'named' ? identity.number : null) ?? primaryKey[0]!
    try {
      await knex.transaction((inner) =>
        inner(target.name)
          .whereIn(key, keys as Knex.Value[])
          .del(),
      )
      return { removed: keys.length, kept: 0 }
    } catch (cause) {
      if (!this.database.engine.isReferred(cause)) throw cause
      if (keys.length === 1) return { removed: 0, kept: 1 }
    }
    return this.removeHalves(knex, target, keys)
  }

  private async removeHalves(knex: Knex, target: Target, keys: readonly unknown[]) {
    const middle = keys.length >>> 1
    const one = await this.removeSome(knex, target, keys.slice(0, middle))
    const other = await this.removeSome(knex, target, keys.slice(middle))
    return { removed: one.removed + other.removed, kept: one.kept + other.kept }
  }
}
