import { type Locate, nowhere } from './locate.ts'
import { parse } from './parse.ts'
import { FORBIDDEN, type Path, type Problem, ScenarioError } from './problem.ts'
import { reportTo } from './report.ts'
import { resolve, type Today } from './resolve.ts'
import type { Person, Scenario } from './scenario.ts'
import { shapeOf } from './shape.ts'

/** What a caller can say about a scenario beside its text. */
export interface ParseOptions {
  /** Name of the file, for messages. Default `scenario`. */
  readonly file?: string
  /** What `today` stands for in the scenario's time zone. Without it a scenario that says `today` is refused. */
  readonly today?: Today
}

/**
 * Checks that need more than the scenario itself, such as names that are still to be drawn.
 * Of a scenario with problems they get what is sound: each person and conference is checked as if the others were.
 */
export type FurtherCheck = (scenario: Scenario, report: ReturnType<typeof reportTo>) => void

/** Checks a text once, at the door. Throws a `ScenarioError` with all problems, in the order of the file. */
export function checkText(text: string, options: ParseOptions, further: FurtherCheck): Scenario {
  const file = options.file ?? 'scenario'
  const parsed = parse(text)
  if ('data' in parsed) return checkData(parsed.data, parsed.locate, file, options.today ?? null, further)
  throw new ScenarioError(file, parsed)
}

/** Checks data that a program made. Throws as `checkText` does; nothing has a line then. */
export function checkValue(value: unknown, options: ParseOptions, further: FurtherCheck): Scenario {
  const file = options.file ?? 'scenario'
  const forbidden = forbiddenIn(value, [], new Set())
  if (forbidden) throw new ScenarioError(file, [forbidden])
  return checkData(value, nowhere, file, options.today ?? null, further)
}

/** A key that is a name to JavaScript itself: definitions pass over it in silence. */
function forbiddenIn(value: unknown, path: Path, seen: Set<object>): Problem | null {
  if (typeof value !== 'object' || value === null || seen.has(value)) return null
  seen.add(value)
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, key]
    if (key === '__proto__') return { ...FORBIDDEN, path: here, place: null }
    const found = forbiddenIn(inner, here, seen)
    if (found) return found
  }
  return null
}

function checkData(
  data: unknown,
  locate: Locate,
  file: string,
  today: Today | null,
  further: FurtherCheck,
): Scenario {
  const shape = shapeOf(data, locate)
  const problems: Problem[] = [...shape.problems]
  const resolved = resolve(shape.file, today, reportTo(problems, locate), shape.leftOut)
  const anomalies = resolved.anomalies.map((anomaly) => {
    return { ...anomaly, line: locate(['anomalies', anomaly.index])?.line ?? null }
  })
  const scenario = { ...resolved, anomalies }
  further(soundScenario(scenario, problems), reportTo(problems, locate))
  if (problems.length > 0) throw new ScenarioError(file, inFileOrder(problems))
  return scenario
}

/** What is left of a scenario for further checks that no problem so far can mislead. */
function soundScenario(scenario: Scenario, problems: readonly Problem[]): Scenario {
  if (problems.length === 0) return scenario
  const keys = new Set(problems.map(({ path }) => path[0] ?? null))
  const owners = new Set(problems.flatMap(({ path }) => (path[0] === 'people' ? [path[1] ?? null] : [])))
  // Without the right seed and domain only what is given in full is known.
  const isOpen = ({ group, name, address, number }: Person) => {
    if (address !== null || number !== null) return false
    return keys.has('domain') || (keys.has('seed') && group !== null && name === null)
  }
  const isUnsound = owners.has(null) || keys.has(null) || keys.has('algorithm')
  const isKnown = (person: Person) => !owners.has(person.group ?? person.id) && !isOpen(person)
  return {
    ...scenario,
    people: isUnsound ? [] : scenario.people.filter(isKnown),
    conferences: isUnsound || keys.has('people') || keys.has('conferences') ? [] : scenario.conferences,
    // Where they are is found by planning.
    anomalies: [],
  }
}

/** By place; those without one come first. A mistake is told once, also where an anchor brings it to several paths. */
function inFileOrder(problems: readonly Problem[]): Problem[] {
  const mistakeOf = ({ code, place, path, message }: Problem) =>
    JSON.stringify([code, place ? [place.line, place.column, path.at(-1)] : path, message])
  const mistakes = new Map([...problems].reverse().map((problem) => [mistakeOf(problem), problem]))
  const line = ({ place }: Problem) => place?.line ?? 0
  const column = ({ place }: Problem) => place?.column ?? 0
  return [...mistakes.values()].reverse().sort((a, b) => line(a) - line(b) || column(a) - column(b))
}
