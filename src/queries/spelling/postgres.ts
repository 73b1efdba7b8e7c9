import { tables } from '../../schema/tables.ts'
import { dateTimeText } from '../../time/ticks.ts'
import type { Spelling } from './spelling.ts'

/** The names of all tables and columns of ours: PostgreSQL takes a name that is not quoted in small letters. */
const OURS = new Set(
  Object.entries(tables).flatMap(([name, { columns }]) => [name, ...columns.map((one) => one.name)]),
)
const LITERAL_OR_WORD = /'(?:[^']|'')*'|\w+/g

export const postgres: Spelling = {
  dialect: 'postgres',
  withRecursive: 'WITH RECURSIVE',
  endRecursive: '',
  names: (sql) => sql.replace(LITERAL_OR_WORD, (part) => (OURS.has(part) ? `"${part}"` : part)),
  moment: (ticks) => `CAST('${dateTimeText(ticks, ' ')}' AS timestamp)`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  milliseconds: (from, to) => `CAST(EXTRACT(EPOCH FROM ${to} - ${from}) * 1000 AS bigint)`,
  // LEAST passes over null here.
  earlier: (a, b) => `CASE WHEN ${a} < ${b} THEN ${a} WHEN ${b} <= ${a} THEN ${b} END`,
  later: (a, b) => `GREATEST(${a}, ${b})`,
  ahead: (time, minutes) => `${time} + INTERVAL '${minutes} minutes'`,
  bucket: (by, time) =>
    by === 'week' // weeks of date_trunc begin on Monday
      ? `date_trunc('week', ${time} + INTERVAL '1 day') - INTERVAL '1 day'`
      : `date_trunc('${by}', ${time})`,
  nextBucket: (by, start) => `${start} + INTERVAL '1 ${by}'`,
  bucketText: (by, start) => `to_char(${start}, 'YYYY-MM-DD${by === 'hour' ? ' HH24:MI' : ''}')`,
  minute: (time) => `date_trunc('minute', ${time} + INTERVAL '59.999 seconds')`,
  minuteText: (minute) => `to_char(${minute}, 'YYYY-MM-DD HH24:MI')`,
  momentText: (time) => `to_char(${time}, 'YYYY-MM-DD HH24:MI:SS.MS')`,
  guidText: (guid) => `upper(CAST(${guid} AS text))`,
  isTrue: (column) => column,
  sum: (value, over = '') => `CAST(SUM(${value})${over} AS bigint)`,
  quotient: (a, b) => `${a} / ${b}`,
  temporary: (name) => name,
  keep: (table, opening, columns, from) =>
    `CREATE TEMPORARY TABLE ${table} AS\n${opening}SELECT ${columns}\nFROM ${from}`,
  forget: (table) => `DROP TABLE IF EXISTS pg_temp.${table}`,
}
