import type { Level } from '../answers/concurrency.ts'
import { HOUR, MINUTE } from '../time/ticks.ts'
import type { Zone } from '../time/zone.ts'

/** The most that there was at once within a span of time. Minutes are those since 1970. */
export interface Most {
  readonly from: number
  readonly to: number
  readonly participants: number
  readonly conferences: number
}

const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 10_080, 43_200]

/**
 * Concurrency in equal spans, at most so many: from the first minute at which anybody or anything is there to the last.
 * What goes on for ever ends with the last change. Spans begin at round times on the clock of a zone.
 */
export function mostAtOnce(levels: readonly Level[], zone: Zone, spans: number): readonly Most[] {
  const first = levels[0]?.minute
  if (first === undefined) return []
  const last = levels.at(-1)!.minute
  const ahead = (zone.clock(first * MINUTE) - first * MINUTE) / MINUTE
  const startOf = (minute: number, step: number) => Math.floor((minute + ahead) / step) * step - ahead
  const step = STEPS.find((size) => (last - startOf(first, size)) / size < spans) ?? STEPS.at(-1)!
  const found: Most[] = []
  let at = 0
  let [participants, conferences] = [0, 0]
  for (let from = startOf(first, step); from <= last; from += step) {
    let most = { participants, conferences }
    // A change at the very beginning is the level of the span from its start.
    if (levels[at]?.minute === from) most = { participants: 0, conferences: 0 }
    for (; at < levels.length && levels[at]!.minute < from + step; at++) {
      const level = levels[at]!
      participants = level.participants
      conferences = level.conferences
      most = {
        participants: Math.max(most.participants, participants),
        conferences: Math.max(most.conferences, conferences),
      }
    }
    found.push({ from, to: from + step, ...most })
  }
  return found
}

/** `at each minute`, `most in each 2 h`: what is told of spans of so many minutes. */
export function spanWords(minutes: number): string {
  return minutes === 1 ? 'at each full minute' : `most in each ${stepName(minutes)}`
}

function stepName(minutes: number): string {
  if (minutes < 60) return `${minutes} min`
  const hours = (minutes * MINUTE) / HOUR
  if (hours < 24) return `${hours} h`
  return hours === 24 ? '1 day' : `${hours / 24} days`
}
