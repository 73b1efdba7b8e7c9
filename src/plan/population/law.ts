import { Lottery } from '../../random/lottery.ts'
import { logNormalQuantiles, Quantiles } from '../../random/quantiles.ts'
import type { Rng } from '../../random/rng.ts'
import { MODALITIES } from '../../scenario/file.ts'
import type { Population } from '../../scenario/population.ts'
import { type Day, HOUR, MINUTE, SECOND, type Ticks } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'
import { AUDIO, Circles, Origins } from './participants.ts'
import type { Invitation } from './series.ts'
import { sizeLaw } from './size-law.ts'

/** Local days of the population go from this hour to the same hour of the next day, so that hardly anything crosses. */
export const DAYBREAK: Ticks = 4 * HOUR

/** Nobody waits in the lobby from before this, against the scheduled start. */
export const DOORS: Ticks = 20 * MINUTE
/** Nobody stays on for longer than this after the talk. */
export const LATEST_LEAVE: Ticks = 30 * MINUTE

/** Kinds of conferences (row 3). */
export const HELD = { inSeries: 0, once: 1, onTheSpot: 2 } as const

/** The numbers of a population, ready to draw from. */
export class Law {
  readonly population: Population
  readonly size: (z: number) => number
  readonly origins: Origins
  readonly circles: Circles
  readonly partners: number
  readonly callers: number
  /** That somebody of the company works outside its network. */
  readonly remoteChance: number
  /** After the end of the talk everybody has left by then, whatever is drawn. */
  readonly stragglers: Ticks
  // Spans of time of which each person draws some, in whole ticks.
  /** From a dialog to its join. */
  readonly setup = logNormalQuantiles(1.1 * SECOND, 0.5)
  readonly soon: Quantiles
  readonly lateBy: Quantiles
  readonly lobby: Quantiles
  readonly rejoinAfter: Quantiles
  /** From the end of the talk to the leave, before it or after. */
  readonly leave: Quantiles
  private readonly hours: Lottery
  private readonly startMinutes: Lottery
  private readonly slots: Lottery
  private readonly audio: Lottery

  constructor(population: Population, meanSize: number) {
    const { participants, hours, startMinutes, slots, audio, directory } = population
    const { soon, lateBy, lobby, rejoinAfter, leaveSpread } = population
    this.population = population
    this.size = sizeLaw(participants)
    this.origins = new Origins(population, meanSize)
    this.circles = new Circles(population)
    this.partners = directory.partners
    this.callers = directory.callers
    const { internal, remote } = population.origins
    this.remoteChance = internal + remote > 0 ? remote / (internal + remote) : 0
    this.stragglers = 10 * MINUTE + Math.min(LATEST_LEAVE, 7 * population.leaveSpread)
    this.soon = logNormalQuantiles(soon.median, soon.sigma)
    this.lateBy = logNormalQuantiles(lateBy.median, lateBy.sigma)
    this.lobby = logNormalQuantiles(lobby.wait.median, lobby.wait.sigma)
    this.rejoinAfter = logNormalQuantiles(rejoinAfter.median, rejoinAfter.sigma)
    this.leave = new Quantiles((z) => z * leaveSpread)
    this.hours = new Lottery(hours)
    this.startMinutes = new Lottery(startMinutes.map(([, share]) => share))
    this.slots = new Lottery(slots.map(([, share]) => share))
    this.audio = new Lottery([audio.mixed, audio.voip, audio.dialIn, audio.none])
  }

  /** What is settled when people are invited to a conference, which is one of `HELD`: rows 4, 7 to 9 and 21. */
  invitation(rng: Rng, held: number): Invitation {
    const { startMinutes, slots, kinds } = this.population
    const hour = this.hours.draw(rng)
    const minute = this.startMinutes.draw(rng)
    const within = rng.fraction()
    const past = held === HELD.onTheSpot ? Math.floor(within * HOUR) : startMinutes[minute]![0] * MINUTE
    const slot = slots[this.slots.draw(rng)]![0]
    const audio = this.audio.draw(rng)
    const isClosed = rng.fraction() * (1 - kinds.recurring) < kinds.closed && held === HELD.once
    // The small hours belong to the day before: the next begins at daybreak.
    const at = hour * HOUR + past + (hour * HOUR < DAYBREAK ? 24 * HOUR : 0)
    return { at, slot, audio, isClosed, modalities: modalitiesOf(rng, audio) }
  }

  /** A talk of a local day ends by then: so it is over on the next, and the day after that need not know of it. */
  latestEnd(zone: Zone, day: Day): Ticks {
    return zone.moment(day + 2, DAYBREAK) - DOORS - this.stragglers
  }

  /** A place in a directory: some of its people come back more often than others. */
  popular(rng: Rng): number {
    // Not by `**`: engines may round a power in different ways, never a product.
    const place = rng.fraction()
    return place * place
  }
}

/** URIs of a conference by its mask of modalities: the focus, and each kind of server that it uses. */
export function urisOf(modalities: number): number {
  let count = 1
  for (let bits = modalities; bits > 0; bits >>= 1) count += bits & 1
  return count
}

const CHAT = 1 << MODALITIES.indexOf('chat')
const AUDIO_VIDEO = 1 << MODALITIES.indexOf('audio-video')
const SHARING = 1 << MODALITIES.indexOf('applicationsharing')
const DATA = 1 << MODALITIES.indexOf('data-conf')

/**
 * Without audio a conference is chat; three quarters of the others have audio and more, of which half share an
 * application, half chat and a fifth show slides (user model, conferencing).
 */
function modalitiesOf(rng: Rng, audio: number): number {
  const [more, sharing, chat, data] = [rng.fraction(), rng.fraction(), rng.fraction(), rng.fraction()]
  if (audio === AUDIO.none) return CHAT
  if (more >= 0.75) return AUDIO_VIDEO
  const found = (sharing < 0.5 ? SHARING : 0) | (chat < 0.5 ? CHAT : 0) | (data < 0.2 ? DATA : 0)
  return AUDIO_VIDEO | (found === 0 ? SHARING : found)
}
