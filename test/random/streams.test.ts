import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Label, Rng, rng } from '../../src/random/rng.ts'
import { stateOf } from './measures.ts'

const streams = suite('streams')

/** Texts of any UTF-16 units: NUL, halves of surrogate pairs, odd and even lengths. */
const text = fc
  .array(fc.oneof(fc.constantFrom(0, 0x61, 0xd800, 0xdc00, 0xffff), fc.nat(0xffff)), { maxLength: 6 })
  .map((units) => String.fromCharCode(...units))
const label: fc.Arbitrary<Label> = fc.oneof(text, fc.integer(), fc.maxSafeInteger(), fc.nat(3))
const path = fc.array(label, { maxLength: 4 })

const draws = (stream: Rng, count = 4) => Array.from({ length: count }, () => stream.bits())

streams('are the same for the same seed and labels', () => {
  fc.assert(
    fc.property(text, path, (seed, labels) =>
      assert.equal(draws(rng(seed).fork(...labels)), draws(rng(seed).fork(...labels))),
    ),
  )
})

streams('differ for any other labels', () => {
  const key = (labels: readonly Label[]) => JSON.stringify(labels.map((one) => [typeof one, String(one)]))
  fc.assert(
    fc.property(path, path, (one, other) => {
      fc.pre(key(one) !== key(other))
      assert.not.equal(stateOf(rng('seed').fork(...one)), stateOf(rng('seed').fork(...other)))
    }),
    { numRuns: 2000 },
  )
})

streams('differ for labels that are easily taken for one another', () => {
  const paths: readonly (readonly Label[])[] = [
    [],
    [''],
    ['', ''],
    ['ab'],
    ['a', 'b'],
    ['b', 'a'],
    ['a', ''],
    ['', 'a'],
    ['a'],
    ['a\0'],
    ['\0a'],
    ['\0'],
    ['\0\0'],
    ['\0', '\0'],
    [1],
    ['1'],
    [0],
    [0, 0],
    [-1],
    [2 ** 32],
    [2 ** 32 + 1],
    [-(2 ** 32)],
    [1, 0],
    [0, 1],
    [Number.MAX_SAFE_INTEGER],
    [Number.MIN_SAFE_INTEGER],
    ['\ud83d\ude00'],
    ['\ud83d', '\ude00'],
    ['\ude00\ud83d'],
    ['\ud83d'],
    ['\ufffd'],
    ['n'],
    ['t'],
  ]
  assert.is(new Set(paths.map((labels) => String(stateOf(rng('seed').fork(...labels))))).size, paths.length)
})

streams('are the same in one step or in several: fork(a, b) is fork(a).fork(b)', () => {
  fc.assert(
    fc.property(path, path, (first, second) => {
      assert.equal(
        draws(rng('seed').fork(...first, ...second)),
        draws(
          rng('seed')
            .fork(...first)
            .fork(...second),
        ),
      )
    }),
  )
})

streams('are not moved by forks, and forks are not moved by draws', () => {
  fc.assert(
    fc.property(path, fc.nat(9), (labels, count) => {
      const [quiet, busy] = [rng('seed').fork('own'), rng('seed').fork('own')]
      const fork = quiet.fork(...labels)
      draws(fork, count)
      assert.equal(draws(quiet), draws(busy))
      assert.equal(draws(busy.fork(...labels)), draws(rng('seed').fork('own', ...labels)))
    }),
  )
})

streams('start from a copy of their name: a fork without labels is the stream from its start', () => {
  const stream = rng('seed').fork('own')
  const first = draws(stream)
  assert.equal(draws(stream.fork()), first)
})

streams('become the same children of the same parents, whatever they were before', () => {
  fc.assert(
    fc.property(path, fc.integer(), path, fc.nat(9), (labels, index, others, drawn) => {
      const used = rng('used').fork(...others)
      draws(used, drawn)
      const parent = rng('seed').fork(...labels)
      const expected = Rng.unnamed().become(rng('seed').fork(...labels), index)
      draws(parent, drawn)
      assert.equal(draws(used.become(parent, index)), draws(expected))
      assert.equal(stateOf(used), stateOf(expected))
      assert.equal(draws(used.fork('own')), draws(expected.fork('own')))
    }),
  )
})

streams('never move by the draws of their children, nor the children by theirs', () => {
  const [parent, untouched] = [rng('parent'), rng('parent')]
  const [child, brother] = [Rng.unnamed().become(parent, 1), Rng.unnamed().become(parent, 2)]
  draws(child, 9)
  assert.equal(draws(parent, 9), draws(untouched, 9))
  assert.equal(draws(brother), draws(Rng.unnamed().become(rng('parent'), 2)))
})

streams('can become children of themselves', () => {
  const own = rng('own')
  assert.equal(draws(own.become(own, 3)), draws(Rng.unnamed().become(rng('own'), 3)))
})

streams('are other ones for children of other numbers or parents, and for forks of the same labels', () => {
  fc.assert(
    fc.property(path, path, fc.integer(), fc.integer(), (one, other, index, another) => {
      const [here, there] = [rng('seed').fork(...one), rng('seed').fork(...other)]
      const child = (parent: Rng, n: number) => stateOf(Rng.unnamed().become(parent, n))
      assert.not.equal(child(here, index), stateOf(here))
      assert.not.equal(child(here, index), stateOf(here.fork(index)))
      assert.not.equal(child(here, index), stateOf(here.fork(String(index))))
      if (index !== another) assert.not.equal(child(here, index), child(here, another))
      if (String(stateOf(here)) !== String(stateOf(there)))
        assert.not.equal(child(here, index), child(there, another))
    }),
    { numRuns: 500 },
  )
})

streams('take the seed as a text of any kind, and hear every character', () => {
  const seeds = [
    '',
    ' ',
    '42',
    '4242',
    '424242',
    '43',
    '042',
    '4.2e1',
    'seed',
    'Seed',
    'seed ',
    'é',
    'e\u0301',
    '\0',
    'x'.repeat(200),
    'x'.repeat(199),
    'x',
    '\u0178', // the same low byte
  ]
  assert.is(new Set(seeds.map((seed) => String(stateOf(rng(seed))))).size, seeds.length)
})

streams('give numbers in their ranges', () => {
  const stream = rng('ranges')
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat(1000), (from, width) => {
      const to = Math.min(Number.MAX_SAFE_INTEGER, from + width)
      const value = stream.int(from, to)
      assert.ok(Number.isSafeInteger(value) && from <= value && value <= to)
      const unit = stream.unit()
      assert.ok(0 <= unit && unit < 1)
    }),
  )
  const widest = Array.from({ length: 1000 }, () => stream.int(0, Number.MAX_SAFE_INTEGER))
  assert.ok(widest.every((value) => Number.isSafeInteger(value) && value >= 0))
  assert.ok(Math.max(...widest) > 0.99 * Number.MAX_SAFE_INTEGER)
  assert.is(stream.int(7, 7), 7)
})

streams('never do what has probability 0, and always what has probability 1', () => {
  const stream = rng('certain')
  for (let turn = 0; turn < 10_000; turn++) {
    assert.not(stream.chance(0))
    assert.ok(stream.chance(1))
  }
})

streams('keep their values: data sets are built upon them', () => {
  const first = (stream: Rng) => [stream.bits(), stream.unit(), stream.int(1, 6)]
  assert.equal(
    KNOWN.map(([seed, labels]) => [seed, labels, first(rng(seed).fork(...labels))]),
    KNOWN,
  )
})

streams('keep their values as children too', () => {
  const known = [
    [0, [-902458861, -628000762, -1419178083, 529083985]],
    [1, [612005085, 139841874, -1462793699, 690134137]],
    [-7, [-1556153303, -522090470, 1401210472, -1195928953]],
    [16777216, [687402160, 1293075463, -1278593809, -1583120860]],
  ] as const
  const child = Rng.unnamed()
  for (const [index, values] of known) assert.equal(draws(child.become(rng('42'), index)), values)
})

/** Seed, labels, and the first bits, unit and die of the stream. A change here is another version of the algorithm. */
const KNOWN: readonly (readonly [
  seed: string,
  labels: readonly Label[],
  draws: readonly [number, number, number],
])[] = [
  ['42', [], [66917059, 0.9755468820697673, 5]],
  [
    '42',
    ['conference', 'standup', '2015-07-15', 'person', 'ann', 'join'],
    [-1293972751, 0.5424251731127386, 2],
  ],
  ['42', ['person', 'engineering', '7'], [7916415, 0.6488799418066036, 3]],
  ['42', [1], [-1711480849, 0.1508721380664707, 6]],
  ['42', ['1'], [-2122994229, 0.2907553176284353, 1]],
  ['42', [1099511627777, -1], [-1339223821, 0.3944656785109718, 3]],
  ['4242', [], [434371513, 0.6456953505190384, 3]],
  ['Prüfung 😀', ['\u0000', 'é'], [-56331949, 0.958846178692626, 1]],
]

streams.run()
