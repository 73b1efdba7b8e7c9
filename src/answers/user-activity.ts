import { FIRST_GUEST } from '../plan/numbers.ts'
import { userUri } from '../plan/user-uri.ts'
import { type Answer, byText, count, key, milliseconds, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import { timeIn } from './figures.ts'
import type { Held } from './held.ts'

/** What all guests together are called. */
export const GUESTS = '(anonymous)'

/** Users of a page, and the numbers that are kept of each: conferences hosted and attended, joins, milliseconds. */
const PAGE_BITS = 11
const PAGE = 1 << PAGE_BITS
const FIGURES = 4

class UserActivity implements Tally {
  private readonly asked: Asked
  private readonly pages: (Float64Array | undefined)[] = []
  private readonly guests = new Float64Array(FIGURES)

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    const { from, to } = this.asked
    if (held.start >= from && held.start < to) this.count(held.organizer, 0, 1)
    const { count, join: joins, leave, userId, turn } = held
    for (let at = 0; at < count; at++) {
      const join = joins[at]!
      const isIn = join >= from && join < to
      const time = timeIn(join, leave[at]!, from, to)
      if (!isIn && time === 0) continue
      const user = userId[at]!
      if (user < 0) continue // points to nobody
      const figures = user >= FIRST_GUEST ? this.guests : this.page(user >>> PAGE_BITS)
      const place = user >= FIRST_GUEST ? 0 : (user & (PAGE - 1)) * FIGURES
      if (isIn) {
        if (turn[at] === 1) figures[place + 1] = figures[place + 1]! + 1
        figures[place + 2] = figures[place + 2]! + 1
      }
      figures[place + 3] = figures[place + 3]! + time
    }
  }

  merge({ pages, guests }: this): void {
    addTo(this.guests, guests)
    for (const [number, theirs] of pages.entries()) if (theirs !== undefined) addTo(this.page(number), theirs)
  }

  rows(): Row[] {
    const rows: Row[] = []
    const tell = (name: () => string, [hosted, attended, joins, time]: Float64Array) => {
      if (hosted || attended || joins || time) rows.push([name(), hosted!, attended!, joins!, time!])
    }
    for (const [number, page] of this.pages.entries()) {
      if (page === undefined) continue
      for (let at = 0; at < PAGE; at++)
        tell(
          () => userUri(this.asked.plan, number * PAGE + at),
          page.subarray(at * FIGURES, (at + 1) * FIGURES),
        )
    }
    tell(() => GUESTS, this.guests)
    return rows.sort((a, b) => (b[4] as number) - (a[4] as number) || byText(a[0], b[0]))
  }

  private count(user: number, figure: number, by: number): void {
    const page = this.page(user >>> PAGE_BITS)
    const at = (user & (PAGE - 1)) * FIGURES + figure
    page[at] = page[at]! + by
  }

  private page(number: number): Float64Array {
    const known = this.pages[number]
    if (known !== undefined) return known
    const page = new Float64Array(PAGE * FIGURES)
    this.pages[number] = page
    return page
  }
}

function addTo(ours: Float64Array, theirs: Float64Array): void {
  for (let at = 0; at < ours.length; at++) ours[at] = ours[at]! + theirs[at]!
}

export const userActivity: Answer = {
  name: 'user-activity',
  title: 'User activity',
  definition:
    'One row for each user with any of the figures, the longest participant time first. hosted: conferences of which the ' +
    'user is the organizer, and which start in the scope, whether or not the user came. attended: conferences that the ' +
    'user first joined in the scope. joins: sessions that begin in the scope. participant_ms: participant minutes, in ' +
    `milliseconds. All anonymous guests are one row, ${GUESTS}: each has another address in each conference.`,
  columns: [
    key('user_uri'),
    count('hosted'),
    count('attended'),
    count('joins'),
    milliseconds('participant_ms'),
  ],
  tally: (asked) => new UserActivity(asked),
}
