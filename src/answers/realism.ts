import { checkArguments } from '../arguments.ts'
import { slices } from '../plan/make-plan.ts'
import { aPlan, type Plan } from '../plan/plan.ts'
import type { Population } from '../scenario/population.ts'
import { presets } from '../scenario/presets.ts'
import { Observations } from './observations.ts'
import { type Band, type Needs, PUBLISHED, type Published } from './published.ts'

/** A published figure, and how a population stands to it. */
export interface Figure {
  readonly id: string
  readonly name: string
  readonly published: string
  readonly source: string
  /** What each value may be, from and to; or in words which order the values must have. */
  readonly band: readonly Band[] | string
  readonly unit: string
  /** One for each thing that the name names. */
  readonly values: readonly number[]
  /** Not asked: the scenario wants other numbers, or is too small to tell. */
  readonly verdict: 'inside' | 'outside' | 'not asked'
  /** Why a figure is not asked; null for one that is. */
  readonly why: string | null
}

/** The numbers that follow the published figures; a scenario that has others is not measured by them. */
const USUAL = presets['sfb-2016']

/**
 * Figures R1 to R24 of a plan's population, from one walk through its slices; none for a plan that has no population.
 */
export function realism(plan: Plan): readonly Figure[] {
  checkArguments('realism', { plan: [plan, aPlan] })
  const { population } = plan.scenario
  if (!population) return []
  const seen = new Observations(plan, population)
  for (const { population: slice, day } of slices(plan)) {
    if (slice) seen.add(slice, day)
  }
  seen.finish()
  return figuresOf(seen, population)
}

/** Figures R1 to R24 of a population, from what was seen in all of its slices. */
export function figuresOf(seen: Observations, population: Population): readonly Figure[] {
  return PUBLISHED.map((published) => figureOf(published, population, seen))
}

function figureOf(one: Published, population: Population, seen: Observations): Figure {
  const { id, name, published, source, unit } = one
  const values = one.values(seen, population)
  const why = contradiction(one, population) ?? lack(one.needs, population, seen)
  const isInside =
    'rule' in one
      ? one.holds(values)
      : values.every((value, at) => value >= one.bands[at]![0] && value <= one.bands[at]![1])
  const verdict = why !== null ? 'not asked' : isInside ? 'inside' : 'outside'
  return {
    id,
    name,
    published,
    source,
    band: 'rule' in one ? one.rule : one.bands,
    unit,
    values,
    verdict,
    why,
  }
}

/** Which numbers of the scenario or its preset speak against measuring it by a figure. */
function contradiction({ follows, needs }: Published, population: Population): string | null {
  const own = follows.filter((key) => textOf(population[key]) !== textOf(USUAL[key]))
  if (own.length > 0) {
    const preset = presets[population.preset]
    const isPreset = own.every((key) => textOf(population[key]) === textOf(preset[key]))
    return `${isPreset ? `preset ${population.preset}` : 'the scenario'} has its own ${own.join(', ')}`
  }
  const zones = new Set(population.sites.map(([{ name }]) => name)).size
  return needs.oneZone && zones > 1 ? `its sites are in ${zones} time zones` : null
}

/** What the population has too little of. */
function lack(needs: Needs, { users }: Population, seen: Observations): string | null {
  const [october, december] = [seen.months[9]!, seen.months[11]!]
  const lacks: readonly (readonly [noun: string, needed: number, has: number])[] = [
    ['users', needs.users ?? 0, users],
    ['full weeks', needs.weeks ?? 0, seen.weeks],
    ['working days', needs.days ?? 0, seen.peaks.of],
    ['conferences', needs.conferences ?? 0, seen.conferences],
    ['working days of October', needs.months ?? 0, october.of],
    ['working days of December', needs.months ?? 0, december.of],
  ]
  const found = lacks.find(([, needed, has]) => has < needed)
  return found ? `needs ${shown(found[1])} ${found[0]}, has ${shown(found[2])}` : null
}

function shown(count: number): string {
  return count.toLocaleString('en-US')
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (inner instanceof Set ? [...inner].sort() : inner))
}
