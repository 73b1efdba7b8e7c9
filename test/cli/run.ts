import { main } from '../../src/cli/main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface World {
  /** Milliseconds since 1970. */
  readonly now?: number
  readonly signal?: AbortSignal
  readonly columns?: number
  readonly password?: string
}

/** Runs a command line in this process and gives its exit code and what it printed. */
export async function run(argv: readonly string[], world: World = {}): Promise<Ran> {
  const {
    now = Date.UTC(2020, 0, 1),
    signal = new AbortController().signal,
    columns,
    password = null,
  } = world
  const [out, err]: [string[], string[]] = [[], []]
  const code = await main(argv, {
    stdout: { write: (text) => out.push(text), columns },
    stderr: { write: (text) => err.push(text) },
    now: () => now,
    password,
    signal,
  })
  return { code, out: out.join(''), err: err.join('') }
}
