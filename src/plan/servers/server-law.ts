import { logNormalQuantiles, type Quantiles } from '../../random/quantiles.ts'
import type { Rng } from '../../random/rng.ts'
import { MODALITIES } from '../../scenario/file.ts'
import { MINUTE, SECOND, type Ticks } from '../../time/ticks.ts'

/** Positions in `MODALITIES`. */
export const CHAT = MODALITIES.indexOf('chat')
export const AUDIO_VIDEO = MODALITIES.indexOf('audio-video')
export const SHARING = MODALITIES.indexOf('applicationsharing')
export const DATA = MODALITIES.indexOf('data-conf')

/** The longest time from the INVITE of a failed attempt to its answer, and from there to the attempt that works. */
const FAILURE = logNormalQuantiles(1.5 * SECOND, 0.7)
const RETRY = logNormalQuantiles(8 * SECOND, 0.7)

// Judgement, as no figures are published. By position in `MODALITIES`: how long a client that is in waits before it turns
// to a server, and how long it takes to get there.
const TURNS: readonly Quantiles[] = [0.3, 0.5, 1.2, 1.5].map((wait) => logNormalQuantiles(wait * SECOND, 0.6))
const SETUPS: readonly Quantiles[] = [0.4, 1, 1.8, 0.8].map((setup) =>
  logNormalQuantiles(setup * SECOND, 0.6),
)
/** Whoever leaves the conference has left its servers just before. */
const LEADS = logNormalQuantiles(0.1 * SECOND, 0.7)

/** Part of the conferences that somebody ends for all, instead of leaving it to whoever goes last. */
export const ENDED_FOR_ALL = 0.3

/** Messages that somebody writes in a minute on average: beside audio, and where chat is all there is. */
const MESSAGES_A_MINUTE = { beside: 0.1, alone: 0.5 }
/** `MessageCount` is a `smallint`. */
const MOST_MESSAGES = 32_767

/** When somebody is on one conferencing server; what was drawn last. */
export class ServerTimes {
  /** The INVITE. */
  dialog: Ticks = 0
  /** Its answer. */
  response: Ticks = 0
  join: Ticks = 0
  leave: Ticks = 0

  /**
   * Draws the time on a server of somebody who is in the conference from `join` to before `leave`, on a server that is in
   * use from `from` to `to`. False where there is none.
   */
  draw(rng: Rng, kind: number, join: Ticks, leave: Ticks, { from, to }: Span): boolean {
    const start = Math.max(join, from)
    const end = Math.min(leave, to)
    if (end <= start) return false
    this.dialog = Math.min(start + TURNS[kind]!.draw(rng), end - 1)
    this.join = Math.min(this.dialog + SETUPS[kind]!.draw(rng), end - 1)
    this.response = this.dialog + answered(rng, this.join - this.dialog)
    this.leave = Math.max(this.join + 1, end - LEADS.draw(rng))
    return true
  }
}

/** A span of time in which a server is in use. */
export interface Span {
  readonly from: Ticks
  readonly to: Ticks
}

/** From the first to the last. */
export const ALWAYS: Span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

/** For how long something is shown in a talk: from its first third, for a third of the rest at least. */
export function showing(rng: Rng, scheduled: Ticks, end: Ticks): Span {
  const length = Math.max(0, end - scheduled)
  const from = scheduled + Math.floor(0.3 * rng.fraction() * length)
  return { from, to: from + Math.floor((0.35 + 0.65 * rng.fraction()) * (scheduled + length - from)) }
}

/** Ticks from an INVITE to its answer, where so many pass until the join. */
export function answered(rng: Rng, setup: Ticks): Ticks {
  return Math.floor((0.2 + 0.6 * rng.fraction()) * setup)
}

/** How many messages somebody sends who chats for a while. */
export function messages(rng: Rng, time: Ticks, hasAudio: boolean): number {
  const { beside, alone } = MESSAGES_A_MINUTE
  const mean = (time / MINUTE) * (hasAudio ? beside : alone)
  return Math.min(MOST_MESSAGES, Math.floor(-Math.log1p(-rng.fraction()) * mean))
}

/** Why an attempt to join fails. */
export interface Failure {
  /** `ErrorDef.ErrorId`. */
  readonly id: number
  readonly response: number
  readonly diagnostic: number
  /** The text of the diagnostic header. */
  readonly reason: string
}

/** The documented causes of a front end that end a join ([MS-OCER], section 7.4), from the most frequent. */
export const FAILURES: readonly Failure[] = [
  { id: 1, response: 403, diagnostic: 3014, reason: 'Failed authorization' },
  { id: 2, response: 404, diagnostic: 3012, reason: 'Invalid conference URI' },
  { id: 3, response: 400, diagnostic: 3013, reason: 'Invalid MCU URI' },
  { id: 4, response: 400, diagnostic: 3000, reason: 'Bad From in C3P request' },
]
const FREQUENT = [0.6, 0.85, 0.95, 1]

/** An attempt that fails, before one that works; what was drawn last. */
export class FailureTimes {
  dialog: Ticks = 0
  response: Ticks = 0
  /** Position in `FAILURES`. */
  failure = 0

  /** `dialog` is that of the attempt that works, and `open` when the conference opens. */
  draw(rng: Rng, open: Ticks, dialog: Ticks): void {
    const lot = rng.fraction()
    this.failure = FREQUENT.findIndex((upTo) => lot < upTo)
    const wait = FAILURE.draw(rng)
    this.dialog = Math.max(open, dialog - wait - RETRY.draw(rng))
    this.response = Math.min(dialog, this.dialog + wait)
  }
}
