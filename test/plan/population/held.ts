import { slices } from '../../../src/plan/make-plan.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { HOW } from '../../../src/plan/population/cell.ts'
import { HELD } from '../../../src/plan/population/law.ts'
import { kindOf } from '../../../src/plan/population/participants.ts'
import type { Day, Ticks } from '../../../src/time/ticks.ts'

/** One conference of a population, out of its columns. */
export interface Held {
  readonly day: Day
  readonly division: number
  /** One of `HELD`. */
  readonly held: number
  readonly index: number
  readonly uri: number
  readonly instance: string
  readonly audio: number
  readonly sessionIdTime: Ticks
  readonly open: Ticks
  readonly close: Ticks
  readonly scheduled: Ticks
  /** What clocks of the site show when it is to begin. */
  readonly local: Ticks
  readonly slot: Ticks
  readonly end: Ticks
  /** The organizer first. */
  readonly people: readonly Somebody[]
}

/** Somebody in a conference. */
export interface Somebody {
  readonly userId: number
  readonly kind: number
  /** `HOW` of the first session. */
  readonly how: number
  readonly sessions: readonly Session[]
}

export interface Session {
  readonly dialog: Ticks
  readonly join: Ticks
  readonly leave: Ticks
  readonly isInternal: boolean
  readonly endpoint: string | null
  readonly client: number
  readonly how: number
}

/** All conferences of a plan's population, in order. */
export function heldIn(plan: Plan): Held[] {
  const all: Held[] = []
  for (const { population } of slices(plan)) {
    if (!population) continue
    const { cells, conferences: refs } = population
    for (let n = 0; n < refs.length; n++) {
      const { conferences, attendances, division, day } = cells[refs.cell[n] as number]!
      const at = refs.at[n] as number
      const people: { userId: number; kind: number; how: number; sessions: Session[] }[] = []
      for (let one = conferences.from[at]!; one < conferences.to[at]!; one++) {
        const userId = attendances.userId[one]!
        const [code, how] = [attendances.code[one]!, attendances.how[one]!]
        if (people.at(-1)?.userId !== userId) people.push({ userId, kind: kindOf(code), how, sessions: [] })
        people.at(-1)?.sessions.push({
          dialog: attendances.dialog[one]!,
          join: attendances.join[one]!,
          leave: attendances.leave[one]!,
          isInternal: attendances.isInternal[one] === 1,
          endpoint: attendances.hasEndpoint[one]
            ? attendances.endpoint.slice(one * 4, one * 4 + 4).join()
            : null,
          client: attendances.client[one]!,
          how,
        })
      }
      const scheduled = conferences.scheduled[at]!
      all.push({
        day,
        division: division.index,
        held: conferences.held[at]!,
        index: conferences.index[at]!,
        uri: conferences.uri[at]!,
        instance: conferences.instance.slice(at * 4, at * 4 + 4).join(),
        audio: conferences.audio[at]!,
        sessionIdTime: conferences.sessionIdTime[at]!,
        open: conferences.open[at]!,
        close: conferences.close[at]!,
        scheduled,
        local: division.zone.clock(scheduled),
        slot: conferences.slot[at]!,
        end: conferences.end[at]!,
        people,
      })
    }
  }
  return all
}

/** Those of each series once, for what its occurrences have in common by design, and all others. */
export function independent(all: readonly Held[]): Held[] {
  const seen = new Set<string>()
  return all.filter(({ held, division, index }) => {
    if (held !== HELD.inSeries) return true
    const key = `${division} ${index}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

export function isOnTheSpot({ held }: Held): boolean {
  return held === HELD.onTheSpot
}

export function did({ how }: { readonly how: number }, what: keyof typeof HOW): boolean {
  return (how & HOW[what]) !== 0
}

/** Cut sessions and the like: whether any session of somebody was so. */
export function everDid({ sessions }: Somebody, what: keyof typeof HOW): boolean {
  return sessions.some((session) => did(session, what))
}
