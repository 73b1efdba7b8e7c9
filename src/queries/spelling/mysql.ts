import { dateTimeText } from '../../time/ticks.ts'
import type { Spelling } from './spelling.ts'

export const mysql: Spelling = {
  dialect: 'mysql',
  withRecursive: 'WITH RECURSIVE',
  endRecursive: '',
  names: (sql) => sql,
  moment: (ticks) => `CAST('${dateTimeText(ticks, ' ')}' AS DATETIME(3))`,
  text: (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  milliseconds: (from, to) => `TIMESTAMPDIFF(MICROSECOND, ${from}, ${to}) DIV 1000`,
  earlier: (a, b) => `LEAST(${a}, ${b})`,
  later: (a, b) => `GREATEST(${a}, ${b})`,
  ahead: (time, minutes) => `${time} + INTERVAL ${minutes} MINUTE`,
  bucket(by, time) {
    switch (by) {
      case 'hour':
        return `CAST(DATE_FORMAT(${time}, '%Y-%m-%d %H:00:00') AS DATETIME(3))`
      case 'day':
        return `CAST(DATE(${time}) AS DATETIME(3))`
      case 'week':
        return `CAST(DATE(${time}) - INTERVAL (DAYOFWEEK(${time}) - 1) DAY AS DATETIME(3))`
      case 'month':
        return `CAST(DATE_FORMAT(${time}, '%Y-%m-01') AS DATETIME(3))`
    }
  },
  nextBucket: (by, start) => `${start} + INTERVAL 1 ${by.toUpperCase()}`,
  bucketText: (by, start) => `DATE_FORMAT(${start}, '%Y-%m-%d${by === 'hour' ? ' %H:%i' : ''}')`,
  minute: (time) =>
    `CAST(DATE_FORMAT(${time} + INTERVAL 59999000 MICROSECOND, '%Y-%m-%d %H:%i:00') AS DATETIME(3))`,
  minuteText: (minute) => `DATE_FORMAT(${minute}, '%Y-%m-%d %H:%i')`,
  momentText: (time) => `CAST(${time} AS CHAR(23))`,
  guidText: (guid) => `UPPER(${guid})`,
  isTrue: (column) => `${column} = 1`,
  sum: (value, over = '') => `CAST(SUM(${value})${over} AS SIGNED)`,
  quotient: (a, b) => `${a} DIV ${b}`,
  temporary: (name) => name,
  keep: (table, opening, columns, from) =>
    `CREATE TEMPORARY TABLE ${table} AS\n${opening}SELECT ${columns}\nFROM ${from}`,
  forget: (table) => `DROP TEMPORARY TABLE IF EXISTS ${table}`,
}
