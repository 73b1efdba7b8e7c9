import { type ScenarioFile, scenarioFile } from './file.ts'
import type { Path, Problem } from './problem.ts'

/** Whether what stands at a path was left out, or something around it. Nothing more is to be said of it then. */
export type LeftOut = (...path: Path) => boolean

/** Stand for the keys that a scenario and its parts cannot be without. Who asks `leftOut` is never misled by them. */
const SCENARIO = { scenario: 'unnamed', seed: 0, start: '2000-01-01' }
const CONFERENCE = { at: '00:00', organizer: 'nobody' }
const POPULATION = { users: 1 }

/** `data` without the parts that have problems, so that the checks that follow can tell of all the others. */
export function soundPart(
  data: unknown,
  problems: readonly Problem[],
): { file: ScenarioFile; leftOut: LeftOut } {
  const removed = new Set(problems.map((problem) => JSON.stringify(smallestSound(problem))))
  const rest = isRecord(data) ? without(removed, data, []) : {}
  if (isRecord(rest.conferences)) {
    const filled = Object.entries(rest.conferences).map(([id, entry]) => {
      return [id, isRecord(entry) ? { ...CONFERENCE, ...entry } : entry]
    })
    rest.conferences = Object.fromEntries(filled)
  }
  if (isRecord(rest.population)) rest.population = { ...POPULATION, ...rest.population }
  const checked = scenarioFile.safeParse({ ...SCENARIO, ...rest })
  const leftOut: LeftOut = (...path) =>
    path.some((_, at) => removed.has(JSON.stringify(path.slice(0, at + 1))))
  return { file: checked.success ? checked.data : SCENARIO, leftOut }
}

function without(
  removed: ReadonlySet<string>,
  data: Record<string, unknown>,
  path: Path,
): Record<string, unknown> {
  const kept = Object.entries(data).flatMap(([key, value]) => {
    const here = [...path, key]
    if (removed.has(JSON.stringify(here))) return []
    return [[key, isRecord(value) ? without(removed, value, here) : value]]
  })
  return Object.fromEntries(kept)
}

/** The smallest part around a problem without which the rest makes sense: a person, a key of a conference or a population. */
function smallestSound({ code, path }: Problem): Path {
  // A table or group without one of its numbers would be another one.
  if (path[0] === 'population') return path.slice(0, 2)
  if (code === 'unknown-key' && path.every((step) => typeof step === 'string')) return path
  const [section, name, key] = path as readonly string[]
  if (section === undefined || name === undefined || (section !== 'people' && section !== 'conferences')) {
    return section === undefined ? [] : [section]
  }
  return section === 'conferences' && key !== undefined ? [section, name, key] : [section, name]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
