import { fold } from '../loading/fold.ts'
import type { NaturalTable } from '../schema/natural.ts'
import { type Batch, type TableName, tableOf } from '../schema/tables.ts'
import type { Sink } from '../sinks/sink.ts'

/**
 * Beside rows of others a user or a pool of ours may be a row that was there before: it is known by its name, as SQL Server
 * compares names, and its other cells are those of others.
 */
export function sharedNames(natural: NaturalTable): NaturalTable {
  if (tableOf(natural.table).identity.kind !== 'named') return natural
  return { ...natural, cells: natural.cells.filter(({ name }) => natural.key.includes(name)) }
}

/** Whether a column holds texts by which rows of the table are known. */
export function isName(table: TableName, column: string): boolean {
  const { identity, columns } = tableOf(table)
  if (identity.kind !== 'named' || !identity.natural.includes(column)) return false
  return columns.find(({ name }) => name === column)!.type.startsWith('nvarchar')
}

/** A sink whose rows have their names folded. */
export function withFoldedNames(sink: Sink): Sink {
  return {
    begin: async (day) => sink.begin?.(day),
    write: (batch) => sink.write(folded(batch)),
    close: () => sink.close(),
    abort: () => sink.abort(),
  }
}

function folded(batch: Batch): Batch {
  const names = tableOf(batch.table)
    .columns.map(({ name }) => name)
    .filter((name) => isName(batch.table, name))
  if (names.length === 0) return batch
  const rows = (batch.rows as readonly object[]).map((row) => {
    const turned = { ...row } as Record<string, unknown>
    for (const name of names) if (turned[name] !== null) turned[name] = fold(turned[name])
    return turned
  })
  return { table: batch.table, rows } as unknown as Batch
}
