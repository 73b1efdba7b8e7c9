import { z } from 'zod'
import { type FormatName, formats } from './formats.ts'

// What the parts of the definition of a scenario file have in common.

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const

/** A text of one of our formats. The name of the format travels with the problem, so that the message can explain it. */
export const text = (name: FormatName) => z.stringFormat(name, formats[name].pattern)

/** A probability. */
export const share = () => z.number().min(0).max(1)
