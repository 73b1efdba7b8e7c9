import type { Knex } from 'knex'
import { sqlite } from '../dialects/sqlite.ts'
import { naturalTables } from '../schema/natural.ts'
import { type Batch, tableNames, wholeTables } from '../schema/tables.ts'
import type { Sink } from '../sinks/sink.ts'
import { sqliteSink } from '../sinks/sqlite.ts'
import { DAY, type Day, dateTimeText, type Ticks, ticksFromText } from '../time/ticks.ts'
import type { Comparer } from './compare.ts'
import type { FoundRows } from './found-rows.ts'
import type { Window } from './natural-query.ts'

const timed = naturalTables.flatMap(({ table, time }) => (time === null ? [] : { table, time }))

/** Where the rows of a scenario go to be compared: a slice as soon as all its rows are there, which are forgotten then. */
export class Slices implements Sink {
  private readonly knex: Knex
  private readonly found: FoundRows
  private readonly comparer: Comparer
  private readonly beside: boolean
  private into: Sink | null = null
  /** Where the slice begins; null before the first. */
  private from: Ticks | null = null
  /** Up to where dialogs were copied: those after midnight belong to conferences of the slice before. */
  private dialogsFrom: Ticks | null = null

  constructor(knex: Knex, found: FoundRows, comparer: Comparer, beside: boolean) {
    this.knex = knex
    this.found = found
    this.comparer = comparer
    this.beside = beside
  }

  async begin(day: Day | null): Promise<void> {
    if (day !== null) await this.finish(day * DAY)
  }

  async write(batch: Batch): Promise<void> {
    this.into ??= await transaction(this.knex)
    await this.into.write(batch)
  }

  close(): Promise<void> {
    return this.finish(null)
  }

  async abort(): Promise<void> {
    await this.into?.abort()
  }

  private async finish(to: Ticks | null): Promise<void> {
    await this.into?.close()
    this.into = null
    const { from } = this
    const after = await this.afterLast()
    // Before the first slice and after the last nothing is expected: what is there is of others, however much it is.
    if (this.beside && from === null) await this.letBe({ from, to })
    else if (this.beside && to === null) {
      await this.compare({ from, to: after }, after)
      await this.letBe({ from: after, to })
    } else await this.compare({ from, to }, to === null || after === null ? to : Math.max(to, after))
    if (to !== null) await this.forget(to)
    this.from = to
  }

  private async compare(window: Window, dialogsTo: Ticks | null): Promise<void> {
    for (const { table, time } of timed) {
      const own = table === 'Dialogs' ? { from: this.dialogsFrom, to: dialogsTo } : window
      await this.found.copy(table, time, own)
    }
    await this.comparer.compare(window)
    this.dialogsFrom = dialogsTo
  }

  private async letBe(window: Window): Promise<void> {
    for (const { table, time } of timed) this.comparer.others += await this.found.count(table, time, window)
    this.dialogsFrom = window.to
  }

  /** The tick after the last row that is expected so far; null when there is none. */
  private async afterLast(): Promise<Ticks | null> {
    const lasts = timed.map(
      ({ table, time }) =>
        `SELECT MAX(${sqlite.identifier(time)}) AS time FROM main.${sqlite.identifier(table)}`,
    )
    const [{ last }] = (await this.knex.raw(
      `SELECT MAX(time) AS last FROM (${lasts.join(' UNION ALL ')})`,
    )) as [{ last: string | null }]
    return last === null ? null : ticksFromText(last)! + 1
  }

  /** Dialogs after midnight, and what belongs to them, are compared with those of their own day. */
  private async forget(to: Ticks): Promise<void> {
    const bound = dateTimeText(to, ' ')
    for (const side of ['main', 'found'])
      for (const { table, time } of timed)
        await this.knex.raw(
          `DELETE FROM ${side}.${sqlite.identifier(table)} WHERE ${sqlite.identifier(time)} IS NULL OR ${sqlite.identifier(time)} < ?`,
          [bound],
        )
  }
}

async function transaction(knex: Knex): Promise<Sink> {
  await knex.raw('BEGIN')
  const sink = await sqliteSink(knex, wholeTables(tableNames))
  return {
    ...sink,
    async close() {
      await sink.close()
      await knex.raw('COMMIT')
    },
  }
}
