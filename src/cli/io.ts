/** The world of a command: what `process` is to a program, so that tests can hand in their own. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  /** Milliseconds since 1970. */
  now(): number
  /** The password of a database whose URL has none; null where none was given. */
  readonly password: string | null
  /** Aborted by Ctrl-C. A command that does not ask for it is ended by Ctrl-C at once. */
  readonly signal: AbortSignal
}

interface Output {
  write(text: string): unknown
  /** Width of the terminal; undefined for a file or a pipe. */
  readonly columns?: number | undefined
}

/** Exit codes: what the shell is told. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Wrong words on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
