import { type Column, isBytes } from '../schema/column.ts'
import { Guid } from '../schema/guid.ts'
import { dateTimeText, ticksFromText } from '../time/ticks.ts'

/** What a column cannot hold. The message says what it would hold. */
export class Unfit extends Error {
  constructor(value: unknown, wanted: string) {
    const text = JSON.stringify(value)
    super(`${text.length > 60 ? `${text.slice(0, 60)}…` : text} is not ${wanted}`)
  }
}

/** Makes the values of a file those that SQLite keeps. What it gives throws an `Unfit`. */
export function storedIn({ type, nullable }: Column): (value: unknown) => unknown {
  const convert = converterOf(type)
  return (value) => {
    if (value !== null) return convert(value)
    if (nullable) return null
    throw new Unfit(value, 'allowed: the column cannot be empty')
  }
}

function converterOf(type: Column['type']): (value: unknown) => unknown {
  switch (type) {
    case 'bit':
      return bit
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return wholeNumber
    case 'datetime':
      return dateTime
    case 'uniqueidentifier':
      return guid
    default:
      return isBytes(type) ? (value) => Buffer.from(text(value), 'latin1') : text
  }
}

function bit(value: unknown): number {
  if (value === true || value === '1') return 1
  if (value === false || value === '0') return 0
  throw new Unfit(value, 'a bit')
}

function wholeNumber(value: unknown): number {
  const isWhole = typeof value === 'string' ? /^-?\d+$/.test(value) : Number.isInteger(value)
  if (isWhole) return Number(value)
  throw new Unfit(value, 'a whole number')
}

function dateTime(value: unknown): string {
  const given = String(value)
  if (given.startsWith(lastDay) && ON_GRID.test(given)) return given
  const ticks = ticksFromText(given)
  if (ticks === null) throw new Unfit(value, 'a time')
  const nearest = dateTimeText(ticks, ' ')
  if (!nearest.startsWith(given.replace('T', ' ').replace('Z', ''))) {
    const why = `its steps are 1/300 s, the nearest is ${nearest}`
    throw new Unfit(value, `a time that \`datetime\` can hold: ${why}`)
  }
  lastDay = nearest.slice(0, 10)
  return nearest
}

// Times come in order: most are of the day of the time before, of which the calendar was asked already.
let lastDay = 'none'
const ON_GRID = /^.{10} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d\d[037]$/

function guid(value: unknown): string {
  const given = String(value)
  if (GUID.test(given)) return given
  const parsed = Guid.parse(given)
  if (parsed) return parsed.toString()
  throw new Unfit(value, 'a GUID')
}

const GUID = /^[\dA-F]{8}-[\dA-F]{4}-[\dA-F]{4}-[\dA-F]{4}-[\dA-F]{12}$/

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Unfit(value, 'a text')
}
