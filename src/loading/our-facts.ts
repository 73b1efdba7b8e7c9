import type { Knex } from 'knex'
import type { Database } from '../databases/database.ts'
import type { Target } from '../databases/found.ts'
import { RollcallError } from '../errors.ts'
import type { RowCounts } from '../generate.ts'
import type { Reference } from '../schema/table.ts'
import { type Batch, type TableName, tableOf } from '../schema/tables.ts'
import { type Ticks, ticksFromText } from '../time/ticks.ts'
import { eachReadable, spanOf, timedKey } from './reading.ts'
import { type Placed, type Run, runsOf } from './runs.ts'

type Row = Readonly<Record<string, unknown>>

/** Takes our conferences and dialogs out of a database, with all that belongs to them. */
export class OurFacts {
  private readonly database: Database
  private readonly targets: readonly Target[]
  private readonly hasOrphans: boolean

  /** `hasOrphans` where rows of ours may point to nothing. */
  constructor(database: Database, targets: readonly Target[], hasOrphans: boolean) {
    this.database = database
    this.targets = targets
    this.hasOrphans = hasOrphans
  }

  /** The rows of one slice; how many went is added to `removed`. */
  async takeOut(knex: Knex, batches: readonly Batch[], removed: RowCounts): Promise<void> {
    const runs = new Map<TableName, readonly Run[]>()
    for (const target of this.targets)
      if (tableOf(target.table).identity.kind === 'timed')
        runs.set(target.table, await this.runsIn(knex, target, batches))
    // Children before parents.
    for (const target of [...this.targets].reverse()) {
      const own = runs.get(target.table)
      if (own) {
        for (const run of own) await this.removeRun(knex, target, run, removed)
        continue
      }
      const { references } = tableOf(target.table)
      const owners = references.filter(({ table }) => runs.has(table as TableName))
      // A row that is to point to nothing by one of its references is known by the others.
      for (const reference of this.hasOrphans ? owners : owners.slice(0, 1))
        for (const run of runs.get(reference.table as TableName)!)
          await this.removeChildren(knex, target, reference, run, removed)
    }
  }

  /** Where our rows of a table lie among those of others. */
  private async runsIn(knex: Knex, target: Target, batches: readonly Batch[]): Promise<readonly Run[]> {
    const { identity } = tableOf(target.table)
    if (identity.kind !== 'timed') return []
    const { time, sequence, natural } = identity
    const ours = new Set<string>()
    const times = new Set<Ticks>()
    for (const { table, rows } of batches) {
      if (table !== target.table) continue
      for (const row of rows as unknown as readonly Row[]) {
        times.add(row[time] as Ticks)
        ours.add(timedKey(row[time] as Ticks, natural, row))
      }
    }
    if (times.size === 0) return []
    const placed: Placed[] = []
    const within = { column: time, span: spanOf(times) }
    for await (const row of eachReadable(this.database, knex, target, [time, sequence, ...natural], within)) {
      const moment = ticksFromText(row[time] as string)!
      placed.push({
        time: moment,
        sequence: Number(row[sequence]),
        isOurs: ours.has(timedKey(moment, natural, row)),
      })
    }
    return runsOf(placed)
  }

  private async removeRun(knex: Knex, target: Target, run: Run, removed: RowCounts): Promise<void> {
    const query = this.within(knex, target, tableOf(target.table).primaryKey, run)
    // Not every server tells how many rows went.
    const gone = (await query.del()) as number | undefined
    if (typeof gone === 'number' && gone !== run.rows)
      throw new RollcallError(
        'ROLLCALL_E_DATABASE',
        `somebody else added rows to ${target.table} in the meantime`,
        'Nothing was changed. Try again.',
      )
    removed.add(target.table, run.rows)
  }

  /** Deletes the rows that belong to those of a run, and none that belongs to nothing. */
  private async removeChildren(
    knex: Knex,
    target: Target,
    reference: Reference,
    run: Run,
    removed: RowCounts,
  ): Promise<void> {
    const { columns, to } = reference
    const parent = this.targets.find(({ table }) => table === reference.table)!
    const query = this.within(knex, target, columns, run).whereExists((parents) => {
      parents.select(knex.raw('1')).from(parent.name)
      for (const [at, column] of columns.entries())
        parents.whereRaw('?? = ??', [`${parent.name}.${to[at]}`, `${target.name}.${column}`])
    })
    const rows = await countOf(query.clone())
    if (rows === 0) return
    await query.del()
    removed.add(target.table, rows)
  }

  /** The rows of a table whose time and sequence, in these columns, lie in a run. */
  private within(
    knex: Knex,
    { name }: Target,
    [time, sequence]: readonly string[],
    run: Run,
  ): Knex.QueryBuilder {
    const bind = this.database.engine.binding('datetime')
    return 'time' in run
      ? knex(name).where(time!, bind(run.time)).whereIn(sequence!, run.sequences)
      : knex(name).whereBetween(time!, [bind(run.from), bind(run.to)] as [Knex.Value, Knex.Value])
  }
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [found] = (await query.count({ rows: '*' })) as readonly Record<string, unknown>[]
  return Number(Object.values(found ?? {})[0])
}
