import { type ColumnType, maxLength } from '../../schema/column.ts'
import { type TableName, tableOf } from '../../schema/tables.ts'
import { type Check, sharedCheck } from './check.ts'
import { tooLong } from './too-long.ts'

/** What the documented keys, references and types say of each row of a table. */
export function schemaChecks(table: TableName): Check[] {
  return [...keyChecks(table), ...referenceChecks(table), ...limitChecks(table)]
}

function keyChecks(table: TableName): Check[] {
  const { primaryKey, unique } = tableOf(table)
  return [
    {
      rule: 'key',
      title: `${table} has rows without a key`,
      reads: { [table]: primaryKey },
      shows: primaryKey,
      table,
      broken: ({ dialect }) => primaryKey.map((name) => `${dialect.identifier(name)} IS NULL`).join(' OR '),
    },
    ...[primaryKey, ...unique].map((key) =>
      sharedCheck('key', `${table} has rows that share ${key.join(', ')}`, table, key),
    ),
  ]
}

function referenceChecks(table: TableName): Check[] {
  const { primaryKey, references } = tableOf(table)
  return references.map(({ columns, table: target, to }) => {
    const parent = target as TableName
    const shows = [...new Set([...primaryKey, ...columns])]
    return {
      rule: 'reference',
      title: `${table} points by ${columns.join(', ')} to ${parent} that are not there`,
      reads: { [table]: shows, [parent]: to },
      shows,
      query: (knex, name) => {
        const lost = knex(`${name(table)} as child`)
          .select(shows.map((column) => `child.${column}`))
          .leftJoin(`${name(parent)} as parent`, (on) =>
            columns.forEach((column, at) => void on.on(`child.${column}`, `parent.${to[at]}`)),
          )
          .whereNull(`parent.${to[0]}`)
        for (const column of columns) lost.whereNotNull(`child.${column}`)
        return lost
      },
    }
  })
}

function limitChecks(table: TableName): Check[] {
  const { columns, primaryKey } = tableOf(table)
  return columns.flatMap(({ name, type }): Check | [] => {
    const range = RANGES[type]
    const limit = maxLength(type)
    if (range === undefined && limit === null) return []
    const shows = [...new Set([...primaryKey, name])]
    const check = { rule: 'limit', reads: { [table]: shows }, shows, table } as const
    if (range !== undefined) {
      return {
        ...check,
        title: `${table}.${name} is not between ${range[0]} and ${range[1]}`,
        broken: ({ dialect, readable }) =>
          `${readable(dialect.identifier(name), type)} NOT BETWEEN ${range[0]} AND ${range[1]}`,
      }
    }
    return {
      ...check,
      title: `${table}.${name} holds more than ${limit} ${type.startsWith('nvarchar') ? 'characters' : 'bytes'}`,
      broken: ({ dialect }) => tooLong(dialect, name, type, limit!),
    }
  })
}

const RANGES: { readonly [T in ColumnType]?: readonly [from: number, to: number] } = {
  bit: [0, 1],
  tinyint: [0, 255],
  smallint: [-32_768, 32_767],
  int: [-2_147_483_648, 2_147_483_647],
}
