import type { Unit } from '../../answers/buckets.ts'
import type { DialectName } from '../../dialects/dialect.ts'
import type { Ticks } from '../../time/ticks.ts'

/** How one engine spells what queries are made of. Arguments are expressions; times are UTC unless something else is said. */
export interface Spelling {
  readonly dialect: DialectName
  /** Opens the common table expressions of a query of which one is recursive. */
  readonly withRecursive: string
  /** Ends a query that has a recursive one. */
  readonly endRecursive: string
  /** The names of tables and columns of ours in a query, quoted where the engine would not find them otherwise. */
  names(sql: string): string
  moment(ticks: Ticks): string
  text(value: string): string
  /** Whole milliseconds from one time to another, as 64 bits. */
  milliseconds(from: string, to: string): string
  /** Null where one of them is. */
  earlier(a: string, b: string): string
  later(a: string, b: string): string
  /** A time on clocks that are so many minutes ahead of UTC. */
  ahead(time: string, minutes: number): string
  /** The start of the hour, day, week (from Sunday) or month of a time. */
  bucket(by: Unit, time: string): string
  /** The start of the bucket after one that begins then. */
  nextBucket(by: Unit, start: string): string
  /** `2015-07-13`; of an hour `2015-07-13 09:00`. */
  bucketText(by: Unit, start: string): string
  /** The first full minute that is not before a time; minutes can be compared. */
  minute(time: string): string
  /** `2015-07-13 09:30`. */
  minuteText(minute: string): string
  /** `2015-07-13 09:30:00.007`. */
  momentText(time: string): string
  /** In capitals. */
  guidText(guid: string): string
  isTrue(column: string): string
  /** A sum of whole numbers, as 64 bits; null of no rows. With `over` that of a window. */
  sum(value: string, over?: string): string
  /** The whole part of a quotient of whole numbers that are not negative. */
  quotient(a: string, b: string): string
  /** What a temporary table of a name is called. */
  temporary(name: string): string
  /** Makes a temporary table of what is selected, after the common table expressions of an opening. */
  keep(table: string, opening: string, columns: string, from: string): string
  /** Drops a temporary table, and no other. */
  forget(table: string): string
}
