import { DAY, type Ticks } from '../time/ticks.ts'
import { durationText, ticksFromDuration } from './formats.ts'
import type { Desk } from './population-shares.ts'
import type { Path } from './problem.ts'
import type { Spread } from './scenario.ts'

/** A log-normal span, with what is said in place of the usual. */
export function resolveSpread(
  entry: { median?: string | undefined; sigma?: number | undefined } | undefined,
  usual: Spread,
  path: Path,
  desk: Desk,
): Spread {
  return {
    median: resolveSpan(entry?.median, usual.median, [...path, 'median'], desk),
    sigma: entry?.sigma ?? usual.sigma,
  }
}

/** The ticks of a duration, or the usual ones. One out of bounds is reported. */
export function resolveSpan(
  text: string | undefined,
  usual: Ticks,
  path: Path,
  desk: Desk,
  least: Ticks = 0,
  most: Ticks = DAY,
): Ticks {
  if (text === undefined) return usual
  checkSpan(text, path, desk, least, most)
  return ticksFromDuration(text)
}

/** Reports a duration that is out of bounds. */
export function checkSpan(
  text: string,
  path: Path,
  { report }: Desk,
  least: Ticks,
  most: Ticks,
  at: 'key' | 'value' = 'value',
): void {
  const ticks = ticksFromDuration(text)
  if (ticks < least) {
    report('out-of-range', path, `${text} is less than ${durationText(least)}`, inWords(least, most), at)
  } else if (ticks > most) {
    report('out-of-range', path, `${text} is more than ${durationText(most)}`, inWords(least, most), at)
  }
}

function inWords(least: Ticks, most: Ticks): string {
  return `Use ${durationText(least)} to ${durationText(most)}.`
}
