import { aFunction, aText, checkArguments, optionsOf } from './arguments.ts'
import { type Identity, identities, sharedAddresses } from './plan/identity.ts'
import { makePlan, slices } from './plan/make-plan.ts'
import { GUESTS_PER_DAY } from './plan/numbers.ts'
import { Directory } from './plan/population/directory.ts'
import { type Rng, rng } from './random/rng.ts'
import { factsOf } from './scenario/anomaly.ts'
import { checkText, checkValue, type FurtherCheck, type ParseOptions } from './scenario/check.ts'
import { type ScenarioFile, scenarioFile } from './scenario/file.ts'
import { nowhere } from './scenario/locate.ts'
import type { Population } from './scenario/population.ts'
import { type Problem, ScenarioError } from './scenario/problem.ts'
import { type Report, reportTo } from './scenario/report.ts'
import { aScenario, type Conference, type Person, type Scenario } from './scenario/scenario.ts'

/**
 * The scenario of a YAML or JSON text, with every default filled in.
 * Throws a `ScenarioError` that holds all problems with their places; nothing else is thrown for bad input.
 * @example
 * parseScenario('scenario: tiny\nseed: 1\nstart: 2015-07-13')
 */
export function parseScenario(text: string, options: ParseOptions = {}): Scenario {
  checkArguments('parseScenario', { text: [text, aText], options: [options, parseOptions] })
  return checkText(text, options, checkPlan)
}

/** The scenario of an object in the form of a scenario file. Throws a `ScenarioError` whose problems have paths, but no lines. */
export function scenarioFrom(file: ScenarioFile, options: ParseOptions = {}): Scenario {
  checkArguments('scenarioFrom', { options: [options, parseOptions] })
  return checkValue(file, options, checkPlan)
}

/**
 * The same scenario with another seed, which draws other names: checked again, because two of them may be one.
 * Throws a `ScenarioError` whose problems have no lines.
 */
export function withSeed(scenario: Scenario, seed: string, file = 'scenario'): Scenario {
  checkArguments('withSeed', { scenario: [scenario, aScenario], file: [file, aText] })
  const other = { ...scenario, seed, definition: { ...scenario.definition, seed } }
  const problems: Problem[] = []
  const report = reportTo(problems, nowhere)
  if (scenarioFile.shape.seed.safeParse(seed).success) checkPlan(other, report)
  else
    report(
      'bad-format',
      ['seed'],
      `${JSON.stringify(seed)} is not a seed`,
      'Use one line, at most 200 characters.',
    )
  if (problems.length > 0) throw new ScenarioError(file, problems)
  return other
}

const parseOptions = optionsOf({ file: aText, today: aFunction })

/** What can only be known when chance has spoken. */
const checkPlan: FurtherCheck = (scenario, report) => {
  checkIdentities(scenario, report)
  checkPlaces(scenario, report)
}

/** A place that is named is there: whoever has a missing leave has come, and has left. */
function checkPlaces(scenario: Scenario, report: Report): void {
  const named = scenario.anomalies.filter(
    ({ conference, person, rate }) => (conference || person) && rate === 1,
  )
  if (named.length === 0) return
  // Nobody of a population has a name, so what is named is found without planning it.
  const plan = makePlan({ ...scenario, population: null, anomalies: named })
  const waiting = new Set(named.map(({ index }) => index))
  const depth = named.some(({ kind }) => kind === 'lost-mcu-rows') ? 'conference' : 'core'
  for (const slice of slices(plan, depth)) {
    const { conferences, joins } = plan.mishaps(slice)
    for (const { mishaps } of [...conferences.all(), ...joins.all()])
      for (const { anomaly } of mishaps) waiting.delete(anomaly.index)
    if (waiting.size === 0) return
  }
  for (const index of waiting) {
    const { kind } = scenario.anomalies[index]!
    const what = factsOf(kind).of === 'join' ? 'join' : 'conference'
    const hint = `Look at who comes when with \`rollcall show\`, or leave out what narrows it down.`
    report('conflict', ['anomalies', index], `there is no ${what} that can be a ${kind}`, hint)
  }
}

/** Two people never share an address, also with somebody of the population, and the guests of a day can all be numbered. */
const checkIdentities: FurtherCheck = (scenario, report) => {
  const root = rng(scenario.seed)
  const everybody = identities(root, scenario)
  for (const [address, people] of sharedAddresses(everybody)) {
    const [first, second] = people.map(({ id }) => id)
    const owner = people[1]?.group ?? (second as string)
    const isDrawn = people.slice(0, 2).some(({ group }) => group !== null)
    const hint = isDrawn
      ? 'Give another seed, or rename the group.'
      : 'Give one of the two another `name`, `address` or key.'
    report(
      'duplicate',
      ['people', owner],
      `"${second}" has the address of "${first}", ${address}`,
      hint,
      'key',
    )
  }
  if (scenario.population) checkAgainst(scenario.population, scenario, root, everybody, report)
  const total = scenario.conferences.reduce((sum, conference) => sum + guestsOf(conference), 0)
  if (total > GUESTS_PER_DAY / 2) {
    const hint = `Use ${GUESTS_PER_DAY / 2} or fewer in all conferences together.`
    report('out-of-range', ['conferences'], `${total} anonymous guests are too many`, hint, 'key')
  }
}

/** Nobody has the address of somebody whom nobody wrote down. */
function checkAgainst(
  population: Population,
  { domain }: Scenario,
  root: Rng,
  everybody: readonly Identity[],
  report: Report,
): void {
  const directory = new Directory(root.fork('population'), domain, population)
  for (const { person, address } of everybody) {
    if (address === null || !directory.has(address)) continue
    const message = `"${person.id}" has the address of somebody in the population, ${address}`
    const hint = 'Give another `name`, `address` or `number`.'
    report('duplicate', ['people', person.group ?? person.id], message, hint, 'key')
  }
}

/** Anonymous people in one occurrence of a conference, at the most. */
function guestsOf({ presenters, attendees, joins, occurrences }: Conference): number {
  const invited = [...presenters, ...attendees].flatMap((who) => (who.kind === 'person' ? who.person : []))
  const joining = [joins, ...[...occurrences.values()].flatMap((clock) => clock?.joins ?? [])]
  const named = new Set([...invited, ...joining.flatMap((people) => [...people.keys()])])
  const samples = [...presenters, ...attendees].flatMap((who) =>
    who.kind === 'sample' && who.members.some(isGuest) ? who.count : [],
  )
  return [...named].filter(isGuest).length + samples.reduce((sum, count) => sum + count, 0)
}

function isGuest({ kind }: Person): boolean {
  return kind === 'anonymous'
}
