import type { Path } from '../scenario/problem.ts'
import type { TableName } from '../schema/tables.ts'
import type { Stream } from './streams.ts'

/** Why a row is there. */
export interface Explanation {
  readonly table: TableName
  /** Its columns, as the database shows them. */
  readonly row: Readonly<Record<string, string>>
  /** Sentences: of which conference, of whom, and what decided it. */
  readonly why: readonly string[]
  /** Paths of the scenario file to what says so. */
  readonly paths: readonly Path[]
  /** The streams of chance that decided the rest. */
  readonly streams: readonly Stream[]
  /** The rows of the same conference and person, with their keys. */
  readonly siblings: readonly { readonly table: TableName; readonly key: string }[]
}

export type Reason = Pick<Explanation, 'why' | 'paths' | 'streams' | 'siblings'>

export const NOTHING: Reason = { why: [], paths: [], streams: [], siblings: [] }
