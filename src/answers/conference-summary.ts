import { type Answer, byText, key, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Bucket } from './buckets.ts'
import { FIGURES, FIGURES_DEFINED, Figures } from './figures.ts'
import { type Held, OPEN } from './held.ts'

class ConferenceSummary implements Tally {
  private readonly asked: Asked
  /** By the names of buckets. */
  private readonly figures = new Map<string, Figures>()
  /** The bucket that was asked for last: the next moment is likely to be in it. */
  private bucket: Bucket = { from: 0, to: 0, name: '' }
  private latest = new Figures()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    const { from, to } = this.asked
    if (held.start >= from && held.start < to) {
      const figures = this.at(held.start)
      figures.conferences++
      figures.organizers.add(held.organizer)
    }
    for (let at = 0; at < held.count; at++) {
      const join = held.join[at]!
      if (join >= from && join < to) {
        const figures = this.at(join)
        figures.joins++
        if (held.turn[at] === 1) figures.totalParticipants++
        figures.participants.add(held.userId[at]!)
      }
      const leave = held.leave[at]!
      if (leave !== OPEN) this.addTime(join > from ? join : from, leave < to ? leave : to)
    }
  }

  merge({ figures }: this): void {
    for (const [name, theirs] of figures) {
      const ours = this.figures.get(name)
      if (ours) ours.merge(theirs)
      else this.figures.set(name, theirs)
    }
  }

  rows(): Row[] {
    const rows = [...this.figures].map(([name, figures]): Row => [name, ...figures.cells()])
    return rows.sort(([a], [b]) => byText(a, b))
  }

  /** Deals out the time between two moments to the buckets that they are in. */
  private addTime(from: number, to: number): void {
    for (let start = from; start < to; ) {
      const figures = this.at(start)
      const end = to < this.bucket.to ? to : this.bucket.to
      figures.time += end - start
      start = end
    }
  }

  private at(ms: number): Figures {
    if (ms >= this.bucket.from && ms < this.bucket.to) return this.latest
    this.bucket = this.asked.buckets.at(ms)
    const known = this.figures.get(this.bucket.name)
    this.latest = known ?? new Figures()
    if (!known) this.figures.set(this.bucket.name, this.latest)
    return this.latest
  }
}

export const conferenceSummary: Answer = {
  name: 'conference-summary',
  title: 'Conference summary',
  definition:
    'One row for each hour, day, week or month in which anything was counted. Each figure is counted in the bucket of its ' +
    'own moment: a conference at its start, a participant at each join, participant time where it passes; a session over ' +
    'an edge is cut there, and one longer than a day is in all the days that it touches. Distinct users of several rows ' +
    `cannot be added up. ${FIGURES_DEFINED}`,
  columns: [key('begins'), ...FIGURES],
  tally: (asked) => new ConferenceSummary(asked),
}
