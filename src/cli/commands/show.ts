import { askedOf, USUAL } from '../../answers/asked.ts'
import { Concurrency, type Level } from '../../answers/concurrency.ts'
import { Walk } from '../../answers/held.ts'
import { type Meeting, namedMeeting, populationMeeting } from '../../answers/meeting.ts'
import { busiestHour, type Summary, summarize } from '../../answers/summary.ts'
import { RollcallError } from '../../errors.ts'
import { makePlan, slices } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import { didYouMean } from '../../suggest.ts'
import { clockText, dayName } from '../../time/names.ts'
import { DAY, type Day, dateTimeText, dayFromText, HOUR } from '../../time/ticks.ts'
import type { Zone } from '../../time/zone.ts'
import { concurrencyPlot } from '../concurrency-plot.ts'
import { EXIT, type Io, UsageError } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { count, headline, plural, span } from '../text.ts'
import { timeLine } from '../time-line.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly conference?: string
  readonly day?: string
}

/** Hours of a day that are drawn at the most; a longer data set shows its first weeks. */
const SHOWN_DAYS = 14
const LEVELS = [...' ▁▂▃▄▅▆▇█']

export default async function show(words: Words, io: Io): Promise<number> {
  const scenario = await loadScenario(words.scenario, words, io)
  const { zone } = scenario
  const wanted = words.day === undefined ? null : dayFromText(words.day)
  if (words.day !== undefined && wanted === null)
    throw new UsageError(`--day ${words.day} is not a date; write it as 2015-07-13`)
  const { conference: name } = words
  if (name !== undefined && !scenario.conferences.some(({ id }) => id === name)) {
    const ids = scenario.conferences.map(({ id }) => id)
    const others =
      ids.length === 0
        ? 'It names none. Leave the name out, and the busiest that can be drawn is shown.'
        : `It has: ${ids.join(', ')}.`
    throw new RollcallError(
      'ROLLCALL_E_NAME',
      `${words.scenario} has no conference "${name}"`,
      didYouMean(name, ids) ?? others,
    )
  }
  const plan = makePlan(scenario)
  const summary = summarize(plan)
  const when = words.day === undefined ? '' : ` on ${words.day}`
  const width = Math.max(60, Math.min(140, io.stdout.columns ?? 100))
  const { busiest, levels } = walk(plan, name, wanted)
  const paragraphs = [
    `${headline(scenario)}\n${scenario.description ? `${scenario.description}\n` : ''}`,
    figures(summary, zone),
    hours(summary, zone, width),
    concurrencyPlot(levels, zone, width),
    busiest
      ? meeting(busiest, zone, width)
      : `${name === undefined ? 'Nobody meets' : `${name} is not held`}${when}.\n`,
  ]
  io.stdout.write(paragraphs.filter((text) => text !== '').join('\n'))
  return EXIT.done
}

function figures(summary: Summary, zone: Zone): string {
  const { conferences, participants, joins, presence, peak } = summary
  const busiest = busiestHour(summary)
  const lines = [
    `${plural(conferences, 'conference')}, ${plural(participants, 'participant')}, ${plural(joins, 'join')}, ${span(presence)} of presence`,
  ]
  if (busiest) {
    const hour = busiest.hour * HOUR
    const period = `${dayName(Math.floor(hour / DAY))}, ${clockText(hour)} to ${clockText(hour + HOUR)}`
    lines.push(`busiest hour: ${period}, with ${plural(busiest.joins, 'join')}`)
  }
  if (peak.at !== null) {
    const clock = zone.clock(peak.at)
    lines.push(
      `most at once: ${count(peak.people)}, on ${dayName(Math.floor(clock / DAY))} at ${dateTimeText(clock).slice(11, 19)}`,
    )
  }
  return lines.map((line) => `  ${line}\n`).join('')
}

/** Who was in one conference instance when. */
function meeting(one: Meeting, zone: Zone, width: number): string {
  const { title, day, open, close, sessions } = one
  const clock = (moment: number) => clockText(zone.clock(moment))
  const people = new Set(sessions.map(({ who }) => who)).size
  const period = `${clock(open)} to ${close === null ? 'now, still running' : clock(close)}`
  const who = `${people} ${people === 1 ? 'person' : 'people'}, ${plural(sessions.length, 'join')}`
  const legend = '  ★ presenter   ┣ join   ┫ leave   → still there\n'
  return `${title}, ${dayName(day)}, ${period}, ${who}\n${timeLine(one, zone, width - 2)}${legend}`
}

/** Joins by hour of each day: one bar an hour. */
function hours({ joinsByHour }: Summary, zone: Zone, width: number): string {
  if (joinsByHour.size === 0) return ''
  const all = [...joinsByHour.keys()]
  const most = Math.max(...joinsByHour.values())
  const days = [...new Set(all.map((hour) => Math.floor(hour / 24)))].sort((a, b) => a - b)
  const hoursOfDay = all.map((hour) => hour % 24)
  const [from, to] = [Math.min(...hoursOfDay), Math.max(...hoursOfDay)]
  const lines = [`joins by hour, ${zone.name}`]
  const labels = Array.from({ length: to - from + 1 }, (_, at) => String(from + at).padStart(2, '0'))
  const gap = ' '.repeat(Math.max(0, Math.min(2, Math.floor((width - 20) / labels.length) - 2)))
  // Where they would touch, every other hour has a label.
  const shown = labels.map((label, at) => (gap !== '' || at % 2 === 0 ? label : '  '))
  lines.push(`${' '.repeat(12)}${shown.join(gap)}`.trimEnd())
  for (const day of days.slice(0, SHOWN_DAYS)) {
    const bars = labels.map((_, at) => {
      const joins = joinsByHour.get(day * 24 + from + at) ?? 0
      const bar = LEVELS[Math.ceil((joins / most) * (LEVELS.length - 1))] as string
      return joins === 0 ? '· ' : bar.repeat(2)
    })
    const sum = labels.reduce((total, _, at) => total + (joinsByHour.get(day * 24 + from + at) ?? 0), 0)
    lines.push(`${dayName(day).slice(0, 10).padEnd(12)}${bars.join(gap)}  ${count(sum)}`)
  }
  if (days.length > SHOWN_DAYS) lines.push(`and ${plural(days.length - SHOWN_DAYS, 'more day')}`)
  return lines.map((line) => `  ${line}\n`).join('')
}

/** People of a population's conference that fit on a screen. */
const MOST_LINES = 20

/** How many are there at once, and the conference to draw. */
interface Walked {
  readonly levels: readonly Level[]
  /**
   * Of the conferences that were asked for, the one with the most joins; one of the population where no named one is
   * held, and not one that is too large to draw.
   */
  readonly busiest: Meeting | null
}

function walk(plan: Plan, name: string | undefined, day: Day | null): Walked {
  let busiest: Meeting | null = null
  let inPopulation: Meeting | null = null
  const concurrency = new Concurrency(askedOf(plan, USUAL))
  const held = new Walk(plan, null)
  for (const slice of slices(plan)) {
    for (const one of held.each(slice)) concurrency.add(one)
    const { conferences, population } = slice
    for (const instance of conferences) {
      if (name !== undefined && instance.conference.id !== name) continue
      if (day !== null && instance.day !== day) continue
      if (busiest === null || instance.attendances.length > busiest.sessions.length)
        busiest = namedMeeting(instance)
    }
    if (population === null || plan.company === null || name !== undefined || busiest !== null) continue
    for (let n = 0; n < population.conferences.length; n++) {
      const cell = population.cells[population.conferences.cell[n]!]!
      const at = population.conferences.at[n]!
      const joins = cell.conferences.to[at]! - cell.conferences.from[at]!
      if ((day !== null && cell.day !== day) || cell.conferences.participants[at]! > MOST_LINES) continue
      if (inPopulation === null || joins > inPopulation.sessions.length)
        inPopulation = populationMeeting(plan.company, population, n)
    }
  }
  return { levels: concurrency.levels(), busiest: busiest ?? inPopulation }
}
