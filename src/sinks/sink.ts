import { objectWith } from '../arguments.ts'
import type { Batch } from '../schema/tables.ts'
import type { Day } from '../time/ticks.ts'

/**
 * Where rows go. Parents come first, so a foreign key always has its target.
 * A sink is ready when its factory returns it; whoever opened a connection or made a folder closes or removes it.
 */
export interface Sink {
  /** What is written next belongs to this UTC day, or to none. Only a sink that keeps days apart minds. */
  begin?(day: Day | null): Promise<void>
  /** Resolves when the sink is ready for more. Rows may be used after that, never before. */
  write(batch: Batch): Promise<void>
  /** Resolves when all that was written is in, so that a database can be asked. Only a sink that runs ahead has it. */
  settle?(): Promise<void>
  /** Finishes what was written, and lets go of what the sink itself opened. */
  close(): Promise<void>
  /** Lets go of what the sink itself opened, without finishing: for after a failed `write`. Never throws. */
  abort(): Promise<void>
}

/** What a function takes as a sink. */
export const aSink = objectWith('a sink, such as csvSink gives', 'write', 'close', 'abort')
