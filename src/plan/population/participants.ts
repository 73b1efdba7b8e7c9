import type { Rng } from '../../random/rng.ts'
import type { Population } from '../../scenario/population.ts'
import type { Crowd } from './crowd.ts'
import type { Division } from './division.ts'

/** Kinds of participants; `kind << 16 | number` is a code for who it is, within a division. */
export const KIND = { user: 0, userByPhone: 1, partner: 2, caller: 3, guest: 4 } as const

/** Who dials in (row 21): some, nobody, everybody; and conferences without audio. */
export const AUDIO = { mixed: 0, voip: 1, dialIn: 2, none: 3 } as const

export function codeOf(kind: number, number: number): number {
  return (kind << 16) | number
}

export function kindOf(code: number): number {
  return code >>> 16
}

export function numberOf(code: number): number {
  return code & 0xffff
}

/**
 * Who takes part, rows 20 and 21: shares of those who are not the organizer. The organizer is of the company, so the
 * others have so much more from outside that all participants together have the shares asked for.
 */
export class Origins {
  /** By `AUDIO`. */
  private readonly dialIn: readonly number[]
  private readonly anonymousCallers: number
  private readonly guests: number
  private readonly partners: number

  constructor({ dialInOfMixed, anonymousCallers, origins }: Population, meanSize: number) {
    const outside = meanSize / (meanSize - 1)
    this.dialIn = [dialInOfMixed, 0, 1, 0]
    this.anonymousCallers = Math.min(1, anonymousCallers * outside)
    this.guests = Math.min(1, origins.anonymous * outside)
    this.partners = Math.min(1 - this.guests, origins.federated * outside)
  }

  /** Whether somebody dials in, by the audio of the conference. */
  dialsIn(rng: Rng, audio: number): boolean {
    return rng.fraction() < this.dialIn[audio]!
  }

  /** The kind of somebody who is not the organizer. Takes two draws. */
  draw(rng: Rng, audio: number, isClosed: boolean): number {
    const dialsIn = this.dialsIn(rng, audio)
    const lot = rng.fraction()
    if (isClosed) return dialsIn ? KIND.userByPhone : KIND.user
    if (dialsIn) return lot < this.anonymousCallers ? KIND.caller : KIND.userByPhone
    if (lot < this.guests) return KIND.guest
    return lot < this.guests + this.partners ? KIND.partner : KIND.user
  }
}

/** Where an organizer looks for people (row 28): runs of users around, widened where all of a run are taken. */
export class Circles {
  private readonly team: number
  private readonly department: number

  constructor({ invited }: Population) {
    this.team = invited.team
    this.department = invited.team + invited.department
  }

  /**
   * A free user near `center`; -1 where the whole division is taken. Takes two draws: a circle, and a place in it from
   * which the next free one is taken.
   */
  find(rng: Rng, division: Division, center: number, users: Crowd): number {
    const circle = rng.fraction()
    const place = rng.fraction()
    if (circle < this.team) {
      const found = users.firstFree(division.teamFrom[center]!, division.teamTo[center]!, place)
      if (found >= 0) return found
    }
    if (circle < this.department) {
      const found = users.firstFree(division.departmentFrom[center]!, division.departmentTo[center]!, place)
      if (found >= 0) return found
    }
    return users.firstFree(0, division.users, place)
  }
}
