import { dateTimeText } from '../../time/ticks.ts'
import type { Spelling } from './spelling.ts'

export const mssql: Spelling = {
  dialect: 'mssql',
  withRecursive: 'WITH',
  // A session that lasts for longer than a hundred hours has more parts than are usually allowed.
  endRecursive: '\nOPTION (MAXRECURSION 0)',
  names: (sql) => sql,
  moment: (ticks) => `CAST('${dateTimeText(ticks)}' AS datetime)`,
  text: (value) => `N'${value.replaceAll("'", "''")}'`,
  // DATEDIFF counts the edges between, so whole seconds are exact; of milliseconds it would overflow after 24 days. The
  // milliseconds are those that are shown. https://learn.microsoft.com/sql/t-sql/functions/datediff-transact-sql
  milliseconds: (from, to) =>
    `(CAST(DATEDIFF(second, ${from}, ${to}) AS bigint) * 1000 + ${shownMs(to)} - ${shownMs(from)})`,
  // LEAST and GREATEST came with SQL Server 2022.
  earlier: (a, b) => `CASE WHEN ${a} < ${b} THEN ${a} WHEN ${b} <= ${a} THEN ${b} END`,
  later: (a, b) => `CASE WHEN ${a} > ${b} THEN ${a} ELSE ${b} END`,
  ahead: (time, minutes) => `DATEADD(minute, ${minutes}, ${time})`,
  bucket(by, time) {
    switch (by) {
      case 'hour':
        return `DATEADD(hour, DATEDIFF(hour, '19000101', ${time}), '19000101')`
      case 'day':
        return `DATEADD(day, DATEDIFF(day, '19000101', ${time}), '19000101')`
      case 'week': // 1899-12-31 was a Sunday
        return `DATEADD(day, DATEDIFF(day, '18991231', ${time}) / 7 * 7, '18991231')`
      case 'month':
        return `DATEADD(month, DATEDIFF(month, '19000101', ${time}), '19000101')`
    }
  },
  nextBucket: (by, start) => `DATEADD(${by}, 1, ${start})`,
  bucketText: (by, start) => `CONVERT(varchar(${by === 'hour' ? 16 : 10}), ${start}, 120)`,
  // The last tick of a minute is its millisecond 59,997.
  minute: (time) =>
    `DATEADD(minute, DATEDIFF(minute, '19000101', DATEADD(millisecond, 59997, ${time})), '19000101')`,
  minuteText: (minute) => `CONVERT(varchar(16), ${minute}, 120)`,
  momentText: (time) => `CONVERT(varchar(23), ${time}, 121)`,
  guidText: (guid) => `CONVERT(char(36), ${guid})`,
  isTrue: (column) => `${column} = 1`,
  sum: (value, over = '') => `SUM(CAST(${value} AS bigint))${over}`,
  quotient: (a, b) => `${a} / ${b}`,
  temporary: (name) => `#${name}`,
  keep: (table, opening, columns, from) => `${opening}SELECT ${columns}\nINTO ${table}\nFROM ${from}`,
  forget: (table) => `DROP TABLE IF EXISTS ${table}`,
}

function shownMs(time: string): string {
  return `CAST(RIGHT(CONVERT(varchar(23), ${time}, 121), 3) AS int)`
}
