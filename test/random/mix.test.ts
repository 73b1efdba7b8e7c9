import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Mix as State, type Words } from '../../src/random/mix.ts'
import { type Label, Rng, rng } from '../../src/random/rng.ts'
import {
  chiSquareDeviate,
  correlationDeviate,
  histogram,
  isUsualTwins,
  sample,
  stateOf,
  stateTwins,
  worstAvalanche,
} from './measures.ts'

/** A way to make the state of a stream of its name. Ours has to pass each measure, and each weak one has to fail one. */
type Mix = (...labels: readonly Label[]) => Words

const root = rng('mix')
const ours: Mix = (...labels) => stateOf(root.fork(...labels))

/** FNV-1a in 32 bits, the same word four times. */
const copied: Mix = (...labels) => {
  const word = fnv(labels.join('/'))
  return [word, word, word, word]
}

/** Multiplies only, with another odd constant for each word. */
const multiplied: Mix = (...labels) => {
  const sum = labels.reduce<number>(
    (hash, label) => Math.imul(hash ^ (typeof label === 'number' ? label : fnv(label)), 0x01000193),
    7,
  )
  return [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f].map((odd) => Math.imul(sum, odd)) as Words
}

/** Our own without its end: each number goes through one round only. */
const unfinished: Mix = (...labels) => {
  const state = new State(stateOf(root))
  for (const label of labels) state.absorb(typeof label === 'number' ? label : fnv(label))
  return state.words()
}

function fnv(text: string): number {
  let hash = 0x811c9dc5 | 0
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

/** What `become` gives: each label is the number of a child. */
const children: Mix = (...labels) => {
  const stream = root.fork('children')
  for (const label of labels) stream.become(stream, typeof label === 'number' ? label : fnv(label))
  return stateOf(stream)
}

const MILLION = 1_000_000
const texts = (mix: Mix) => stateTwins(MILLION, (n) => mix('person', `name${n}`))
const integers = (mix: Mix) => stateTwins(MILLION, (n) => mix(n >>> 10, n & 1023))

const names = suite('a million names')

for (const [kind, twinsOf] of [
  ['texts', texts],
  ['small integers', integers],
] as const) {
  names(`that are ${kind} have 116 twins in each 32-bit word of their states, and none in two words`, () => {
    const { words, pairs } = twinsOf(ours)
    assert.ok(
      words.every((found) => isUsualTwins(found, MILLION)),
      `twins: ${words}`,
    )
    assert.equal(pairs, [0, 0, 0, 0])
  })
}

for (const [kind, count, indexOf] of [
  ['of one parent in a row', 1, (n: number) => n],
  ['of one parent, with numbers that differ in the high bits alone', 1, (n: number) => n << 12],
  ['of a thousand parents', 1024, (n: number) => n >>> 10],
] as const) {
  names(`that are children ${kind} have 116 twins in each word too, and none in two words`, () => {
    const parents = Array.from({ length: count }, (_, n) => Rng.unnamed().become(root, n))
    const child = Rng.unnamed()
    const { words, pairs } = stateTwins(MILLION, (n) =>
      stateOf(child.become(parents[n % count] as Rng, indexOf(n))),
    )
    assert.ok(
      words.every((found) => isUsualTwins(found, MILLION)),
      `twins: ${words}`,
    )
    assert.equal(pairs, [0, 0, 0, 0])
  })
}

names(
  'show a hash of 32 bits by twins in two words, and a multiplication by too few or too many in one',
  () => {
    assert.ok(texts(copied).pairs.every((found) => found > 50))
    const { words } = integers(multiplied)
    assert.not.ok(
      words.some((found) => isUsualTwins(found, MILLION)),
      `twins: ${words}`,
    )
  },
)

names.run()

const avalanche = suite('a flipped bit of a name')

/** Over some thousand pairs of bits the worst share lies within 5.5 deviations of one half; deviation 0.5 / sqrt(samples). */
const SAMPLES = 1500
const LIMIT = (5.5 * 0.5) / Math.sqrt(SAMPLES)

const flippedNumber = (mix: Mix) => (at: number, bit: number | null) => {
  const value = at * 2_654_435_769 // of more than 32 bits
  if (bit === null) return mix('label', value)
  const [high, low] = [Math.floor(value / 2 ** 32), value >>> 0]
  return mix(
    'label',
    bit < 32 ? high * 2 ** 32 + ((low ^ (1 << bit)) >>> 0) : (high ^ (1 << (bit - 32))) * 2 ** 32 + low,
  )
}

const flippedText = (length: number) => (mix: Mix) => (at: number, bit: number | null) => {
  const units = Array.from({ length }, (_, unit) => (Math.imul(at + 1, 0x9e3779b1) >>> (unit % 16)) & 0xffff)
  if (bit !== null) units[bit >>> 4]! ^= 1 << (bit & 15)
  return mix('label', String.fromCharCode(...units))
}

const flippedFirst = (mix: Mix) => (at: number, bit: number | null) =>
  mix(bit === null ? at : at ^ (1 << bit), 'last', 0)

const INPUTS: readonly (readonly [
  name: string,
  bits: number,
  flipped: (mix: Mix) => (at: number, bit: number | null) => Words,
])[] = [
  ['a number', 52, flippedNumber],
  ['a text of one character', 16, flippedText(1)],
  ['a text of five characters', 80, flippedText(5)],
  ['a label before the last', 32, flippedFirst],
]

for (const [name, bits, flipped] of INPUTS) {
  avalanche(`in ${name} flips half of the 128 bits of the state, each one of them as often`, () => {
    const worst = worstAvalanche(SAMPLES, bits, flipped(ours))
    assert.ok(worst < LIMIT, `${worst} from one half, limit ${LIMIT}`)
  })
}

avalanche('in the number of a child flips half of the bits of its state, each one of them as often', () => {
  const child = Rng.unnamed()
  const parent = root.fork('parent')
  const worst = worstAvalanche(SAMPLES, 32, (at, bit) => {
    const index = Math.imul(at + 1, 0x9e3779b1)
    return stateOf(child.become(parent, bit === null ? index : index ^ (1 << bit)))
  })
  assert.ok(worst < LIMIT, `${worst} from one half, limit ${LIMIT}`)
})

avalanche('in the state of a parent flips half of the bits of its child, each one of them as often', () => {
  const parents = Array.from({ length: SAMPLES }, (_, at) => stateOf(root.fork('parent', at)))
  const child = new State([0, 0, 0, 0])
  for (const index of [0, 1, 0x1000000]) {
    const worst = worstAvalanche(SAMPLES, 128, (at, bit) => {
      const words = [...(parents[at] as Words)] as Words
      if (bit !== null) words[bit >>> 5]! ^= 1 << (bit & 31)
      child.child(new State(words), index)
      return child.words()
    })
    assert.ok(worst < LIMIT, `${worst} from one half, limit ${LIMIT}`)
  }
})

avalanche('shows every weak mix', () => {
  for (const weak of [copied, multiplied, unfinished]) {
    assert.ok(INPUTS.some(([, bits, flipped]) => worstAvalanche(200, bits, flipped(weak)) > 0.3))
  }
})

avalanche('in the seed flips half of the bits of the root', () => {
  const worst = worstAvalanche(SAMPLES, 7, (at, bit) =>
    stateOf(rng(`seed ${at} ${String.fromCharCode(bit === null ? 0 : 1 << bit)}`)),
  )
  assert.ok(worst < LIMIT, `${worst} from one half`)
})

avalanche.run()

const first = suite('first draws of many streams')

const COUNT = 100_000
const stream = (mix: Mix, ...labels: readonly Label[]) => new Rng(new State(mix(...labels)))
const NAMES: readonly (readonly [name: string, labels: (n: number) => readonly Label[]])[] = [
  ['numbers', (n) => ['x', n]],
  ['texts', (n) => [`x${n}`]],
  ['numbers before the last', (n) => [n, 'x']],
  ['days and people', (n) => [16_600 + (n % 400), Math.floor(n / 400), 'join']],
]

for (const [name, labels, own] of [
  ...NAMES.map(([name, labels]) => [name, labels, ours] as const),
  ['numbers of children', (n: number) => [n], children],
  ['numbers of children and of theirs', (n: number) => [n >>> 8, n & 255], children],
  ['numbers of parents, each with one child', (n: number) => [n, 16], children],
] as const) {
  const units = (mix: Mix) => sample(COUNT, (n) => stream(mix, ...labels(n)).unit())

  first(
    `named by ${name} are spread evenly: unit() in 256 parts, int() as a die and as a day of the year`,
    () => {
      const bins = (size: number, draw: (one: Rng) => number) =>
        chiSquareDeviate(
          histogram(
            size,
            sample(COUNT, (n) => draw(stream(own, ...labels(n)))),
          ),
        )
      for (const deviate of [
        bins(256, (one) => Math.floor(one.unit() * 256)),
        bins(256, (one) => Math.floor(one.unit() * 2 ** 40) & 255),
        bins(6, (one) => one.int(0, 5)),
        bins(365, (one) => one.int(0, 364)),
        bins(2, (one) => Number(one.chance(0.5))),
      ]) {
        // Too even is as wrong as too uneven.
        assert.ok(Math.abs(deviate) < 4.9, `${deviate}`)
      }
    },
  )

  first(`named by ${name} have nothing to do with those of the next names`, () => {
    const values = units(own)
    for (const lag of [1, 2, 7, 400]) {
      const deviate = correlationDeviate(values.slice(lag), values.slice(0, -lag))
      assert.ok(Math.abs(deviate) < 4.9, `lag ${lag}: ${deviate}`)
    }
    const pairs = histogram(
      64,
      values.slice(1).map((value, at) => 8 * Math.floor(8 * value) + Math.floor(8 * (values[at] as number))),
    )
    assert.ok(Math.abs(chiSquareDeviate(pairs)) < 4.9)
  })
}

first('show a weak mix', () => {
  const values = sample(COUNT, (n) => stream(multiplied, 'x', n).unit())
  const even = chiSquareDeviate(
    histogram(
      256,
      values.map((value) => Math.floor(256 * value)),
    ),
  )
  const neighbours = correlationDeviate(values.slice(1), values.slice(0, -1))
  assert.ok(Math.abs(even) > 4.9, `even: ${even}`)
  assert.ok(Math.abs(neighbours) > 4.9, `neighbours: ${neighbours}`)
})

first.run()

const within = suite('the draws of one stream')

within('are spread evenly and not correlated with those after them', () => {
  const own = root.fork('one')
  const values = sample(COUNT, () => own.unit())
  assert.ok(
    Math.abs(
      chiSquareDeviate(
        histogram(
          256,
          values.map((value) => Math.floor(256 * value)),
        ),
      ),
    ) < 4.9,
  )
  for (const lag of [1, 2, 3, 4, 5, 8, 16]) {
    const deviate = correlationDeviate(values.slice(lag), values.slice(0, -lag))
    assert.ok(Math.abs(deviate) < 4.9, `lag ${lag}: ${deviate}`)
  }
})

within('have nothing to do with those of its forks and of its children, nor these with one another', () => {
  const own = root.fork('parent')
  const child = Rng.unnamed()
  const forks = sample(COUNT, (n) => own.fork(n).unit())
  const firsts = sample(COUNT, (n) => child.become(own, n).unit())
  const values = sample(COUNT, () => own.unit())
  assert.ok(Math.abs(correlationDeviate(values, forks)) < 4.9)
  assert.ok(Math.abs(correlationDeviate(values, firsts)) < 4.9)
  assert.ok(Math.abs(correlationDeviate(forks, firsts)) < 4.9)
})

within('have nothing to do with those of the children of another parent by the same numbers', () => {
  const child = Rng.unnamed()
  const [one, other] = [0, 1].map((at) => {
    const parent = Rng.unnamed().become(root, at)
    return sample(COUNT, (n) => child.become(parent, n).unit())
  }) as [number[], number[]]
  assert.ok(Math.abs(correlationDeviate(one, other)) < 4.9)
})

within.run()
