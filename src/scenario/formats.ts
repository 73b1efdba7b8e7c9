import { DAY, type Day, dayFromText, HOUR, MINUTE, SECOND, type Ticks, ticksFromMs } from '../time/ticks.ts'

/** A form of text that a scenario uses: its pattern, and how to say in a message what is expected. */
export interface Format {
  readonly pattern: RegExp
  readonly is: string
  readonly example: string
}

const AMOUNT = String.raw`(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+(?:\.\d+)?s)?(?:\d+ms)?`

export const formats = {
  duration: {
    pattern: new RegExp(`^${AMOUNT}$`),
    is: 'a duration',
    example: 'Write it as 15m, 1h30m, 90s or 250ms.',
  },
  offset: {
    pattern: new RegExp(`^[-+]?${AMOUNT}$`),
    is: 'an offset from the scheduled start',
    example: 'Write it as -1m, 0s, 7m30s or 1h.',
  },
  ending: {
    pattern: new RegExp(`^(?:never|[-+]?${AMOUNT})$`),
    is: 'an offset from the scheduled start',
    example: 'Write it as 7m30s or 1h, or `never` for an end that was not recorded.',
  },
  'time of day': {
    pattern: /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/,
    is: 'a time of day',
    example: 'Write it as "09:30" or "09:30:15", from 00:00 to 23:59:59.',
  },
  date: {
    pattern: /^\d{4}-\d{2}-\d{2}$/,
    is: 'a date',
    example: 'Write it as 2015-07-13.',
  },
  'first day': {
    pattern: /^(?:\d{4}-\d{2}-\d{2}|today(?: *[-+] *\d{1,5} days?)?)$/,
    is: 'a date',
    example: 'Write it as 2015-07-13, `today` or `today - 60 days`.',
  },
  name: {
    pattern: /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    is: 'a name',
    example: 'A name starts with a letter and goes on with letters, digits, "-" or "_", at most 64 in all.',
  },
  line: {
    pattern: /^[^\p{Cc}\p{Cs}]*$/u,
    is: 'a text of one line',
    example: 'Leave line breaks and control characters out.',
  },
  'domain name': {
    pattern:
      /^(?=.{1,200}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/,
    is: 'a domain name',
    example: 'Write it as contoso.com or pool01.contoso.com.',
  },
  address: {
    pattern: /^[^\s@;<>"'`\\\p{C}]{1,190}@[^\s@;<>"'`\\\p{C}]{1,190}$/u,
    is: 'an address',
    example: 'Write it as ann.bell@contoso.com, without `sip:`.',
  },
  'phone number': {
    pattern: /^\+[1-9]\d{3,14}$/,
    is: 'a phone number',
    example: 'Write it in quotes with its country code and without blanks: "+441214960123".',
  },
  hour: {
    pattern: /^(?:1?\d|2[0-3])$/,
    is: 'an hour',
    example: 'Hours go from 0 to 23.',
  },
  minute: {
    pattern: /^[1-5]?\d$/,
    is: 'a minute',
    example: 'Minutes go from 0 to 59.',
  },
  participants: {
    pattern: /^(?:[2-9]|[1-9]\d{1,2}|1000)$/,
    is: 'a number of participants',
    example: 'Use a whole number from 2 to 1000.',
  },
  holiday: {
    pattern: /^(?:\d{4}-)?\d{2}-\d{2}$/,
    is: 'a holiday',
    example: 'Write it as 12-25 or, for one year only, 2015-11-26.',
  },
} satisfies Record<string, Format>

export type FormatName = keyof typeof formats

const UNITS: Readonly<Record<string, Ticks>> = { d: DAY, h: HOUR, m: MINUTE, s: SECOND }

/** Ticks of a text that fits `duration` or `offset`; the sum is rounded to the nearest tick once. */
export function ticksFromDuration(text: string): Ticks {
  let ms = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g)) {
    ms +=
      unit === 'ms' ? Number(amount) : Number(amount) * ((UNITS[unit as string] as number) / SECOND) * 1000
  }
  const ticks = ticksFromMs(Math.round(ms))
  return text.startsWith('-') && ticks !== 0 ? -ticks : ticks
}

/** A span as a scenario writes it: `1h30m`, `7.5s`, `-2m`. */
export function durationText(ticks: Ticks): string {
  let left = Math.abs(ticks)
  let text = ''
  for (const [unit, size] of Object.entries({ d: DAY, h: HOUR, m: MINUTE })) {
    if (left >= size) text += `${Math.floor(left / size)}${unit}`
    left %= size
  }
  if (left > 0 || text === '') text += `${Number((left / SECOND).toFixed(3))}s`
  return ticks < 0 ? `-${text}` : text
}

/** Ticks since midnight of a text that fits `time of day`. */
export function ticksFromTimeOfDay(text: string): Ticks {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
  return hours * HOUR + minutes * MINUTE + seconds * SECOND
}

/**
 * The day of a text that fits `first day`, or why there is none: a day that never was, or a word such as
 * `today` while nobody has said what day today is.
 */
export function resolveDay(text: string, today: (() => Day) | null): Day | 'impossible' | 'unresolved' {
  const words = /^today(?: *([-+]) *(\d+) days?)?$/.exec(text)
  if (!words) return dayFromText(text) ?? 'impossible'
  if (today === null) return 'unresolved'
  return today() + (words[1] === '-' ? -1 : 1) * Number(words[2] ?? 0)
}
