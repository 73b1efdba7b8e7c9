import type { Scenario } from '../scenario/scenario.ts'
import { BLOCK, fileWriter, type WrittenFile } from './file-writer.ts'

/** `ledger.json`: the rows that are wrong on purpose, one a line, in the order of the rows. */
export const LEDGER = 'ledger.json'

/** A ledger that is being written. */
export interface LedgerWriter {
  /** Rows so far, by kind of anomaly. */
  readonly kinds: Readonly<Record<string, number>>
  add(rows: readonly Entry[]): Promise<void>
  finish(): Promise<WrittenFile>
  /** Lets go of the file without finishing it. */
  abandon(): Promise<void>
}

interface Entry {
  /** Position in `Scenario.anomalies`. */
  readonly anomaly: number
  readonly kind: string
}

/** Opens a ledger, by its name below a folder. It says of each row which line of the scenario it is from. */
export async function ledgerWriter(
  folder: string,
  name: string,
  { anomalies }: Scenario,
): Promise<LedgerWriter> {
  const writer = await fileWriter(folder, name)
  writer.out.text('[')
  const kinds: Record<string, number> = {}
  let before = '\n'
  return {
    kinds,
    async add(rows) {
      for (const row of rows) {
        const line = anomalies[row.anomaly]?.line ?? null
        writer.out.text(`${before}${JSON.stringify({ line, ...row })}`)
        before = ',\n'
        kinds[row.kind] = (kinds[row.kind] ?? 0) + 1
        if (writer.out.length >= BLOCK) await writer.flush()
      }
    },
    finish() {
      writer.out.text('\n]\n')
      return writer.finish()
    },
    abandon: writer.abandon,
  }
}
