import { dateTimeText } from '../../time/ticks.ts'
import type { Spelling } from './spelling.ts'

/** For SQLite 3.38 and later. Times are texts such as `2015-07-15 10:00:00.007`, which sort as the times do. */
export const sqlite: Spelling = {
  dialect: 'sqlite',
  withRecursive: 'WITH RECURSIVE',
  endRecursive: '',
  names: (sql) => sql,
  moment: (ticks) => `'${dateTimeText(ticks, ' ')}'`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  // Half a millisecond more, so that what is cut off is never one: a day of the calendar is a float, and nearly exact.
  milliseconds: (from, to) => `CAST(ROUND((julianday(${to}) - julianday(${from})) * 86400000) AS INTEGER)`,
  earlier: (a, b) => `min(${a}, ${b})`,
  later: (a, b) => `max(${a}, ${b})`,
  ahead: (time, minutes) => `strftime('%Y-%m-%d %H:%M:%f', ${time}, '${minutes} minutes')`,
  bucket(by, time) {
    switch (by) {
      case 'hour':
        return `substr(${time}, 1, 13) || ':00:00.000'`
      case 'day':
        return `substr(${time}, 1, 10) || ' 00:00:00.000'`
      case 'week':
        return `strftime('%Y-%m-%d 00:00:00.000', ${time}, '-6 days', 'weekday 0')`
      case 'month':
        return `substr(${time}, 1, 8) || '01 00:00:00.000'`
    }
  },
  nextBucket: (by, start) =>
    by === 'week'
      ? `strftime('%Y-%m-%d 00:00:00.000', ${start}, '+7 days')`
      : `strftime('%Y-%m-%d %H:00:00.000', ${start}, '+1 ${by}')`,
  bucketText: (by, start) => `strftime('%Y-%m-%d${by === 'hour' ? ' %H:%M' : ''}', ${start})`,
  minute: (time) => `unixepoch(${time}, '+59.999 seconds') / 60`,
  minuteText: (minute) => `strftime('%Y-%m-%d %H:%M', ${minute} * 60, 'unixepoch')`,
  momentText: (time) => time,
  guidText: (guid) => guid,
  isTrue: (column) => `${column} = 1`,
  sum: (value, over = '') => `SUM(${value})${over}`,
  quotient: (a, b) => `${a} / ${b}`,
  temporary: (name) => name,
  keep: (table, opening, columns, from) =>
    `CREATE TEMPORARY TABLE ${table} AS\n${opening}SELECT ${columns}\nFROM ${from}`,
  forget: (table) => `DROP TABLE IF EXISTS temp.${table}`,
}
