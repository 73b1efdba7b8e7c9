import type { Locate } from './locate.ts'
import type { Path, Problem, ProblemCode } from './problem.ts'

/** Takes down one problem. `at` tells whether the value at `path` is wrong or its key. */
export type Report = (
  code: ProblemCode,
  path: Path,
  message: string,
  hint?: string | null,
  at?: 'key' | 'value',
) => void

/** A report that fills `problems`, each with its place in the file. */
export function reportTo(problems: Problem[], locate: Locate): Report {
  return (code, path, message, hint = null, at = 'value') => {
    problems.push({ code, path, place: locate(path, at), message, hint })
  }
}
