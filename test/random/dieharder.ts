import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Rng, rng } from '../../src/random/rng.ts'

// Pipes the draws of many streams, one word of each in turn, into dieharder: a relation between streams of neighbouring
// names would show as structure in the whole. Ends with 1 when a test fails. A few WEAK lines in a hundred are usual.

/** Of the tests of `dieharder -l` one or two of each kind, as many as take about two minutes. */
const TESTS: readonly (readonly string[])[] = [
  ['-d', '0'], // birthdays
  ['-d', '1'], // overlapping permutations
  ['-d', '2'], // ranks of 32 x 32 matrices
  ['-d', '8'], // count the ones, in a stream
  ['-d', '15'], // runs
  ['-d', '100'], // monobit
  ['-d', '101'], // runs of bits
  ['-d', '102', '-n', '4'], // pairs, triples and quadruples of bits
  ['-d', '200', '-n', '4'], // bit patterns
  ['-d', '202'], // permutations
  ['-d', '203', '-n', '2'], // lagged sums: one word and the next but two
  ['-d', '204'], // Kolmogorov and Smirnov
  ['-d', '206'], // discrete cosine transform
]

const STREAMS = 4096
const WORDS = 1 << 16

/** Added to the number of a test, names other streams for it. */
const AGAIN = 1000

if (spawnSync('dieharder', ['-l']).error) {
  console.log('skipped: dieharder is not installed')
} else {
  let isGood = true
  for (const [at, options] of TESTS.entries()) isGood = (await passes(at, options)) && isGood
  process.exitCode = isGood ? 0 : 1
}

async function passes(seed: number, options: readonly string[]): Promise<boolean> {
  const tool = spawn(
    'dieharder',
    ['-g', '200', ...options, '-D', 'test_name', '-D', 'ntuple', '-D', 'pvalues', '-D', 'assessment'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  let isOpen = true
  const stop = () => {
    isOpen = false
  }
  tool.stdin.on('error', stop).on('close', stop) // It takes what it needs and goes.
  let output = ''
  tool.stdout.on('data', (data) => {
    output += data
  })
  const closed = once(tool, 'close')
  for (const block of blocks(seed)) {
    if (!isOpen) break
    if (!tool.stdin.write(block)) await Promise.race([once(tool.stdin, 'drain').catch(stop), closed])
    if (tool.exitCode !== null) break
  }
  const [code] = await closed
  console.log(output.trim())
  if (code !== 0 || output.includes('FAILED')) return false
  // One result in a hundred is WEAK by chance. Where it is the only one of a test, other streams have to pass it.
  return (
    output.includes('PASSED') || (seed < AGAIN && output.includes('WEAK') && passes(seed + AGAIN, options))
  )
}

/** The draws of 4096 streams, whose names are small numbers, round robin: forks and children in turn. */
function* blocks(seed: number): Iterable<Buffer> {
  const root = rng(`dieharder ${seed}`)
  const streams = Array.from({ length: STREAMS }, (_, n) => {
    return n & 1 ? Rng.unnamed().become(root.fork(n >>> 7), n) : root.fork(n >>> 6, n & 63)
  })
  while (true) {
    const words = new Int32Array(WORDS)
    for (let at = 0; at < WORDS; at += STREAMS) {
      for (const [n, stream] of streams.entries()) words[at + n] = stream.bits()
    }
    yield Buffer.from(words.buffer)
  }
}
