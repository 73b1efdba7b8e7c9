import type { Faker } from '@faker-js/faker'
import { faker } from '@faker-js/faker/locale/en'
import type { Rng } from '../random/rng.ts'

// Faker draws from the stream that is current during a call. It is pinned exactly: its lists are part of our bytes.
let current: Rng | undefined
const OwnFaker = faker.constructor as typeof Faker // the package's main entry would load its 70 other languages
const ours = new OwnFaker({
  locale: faker.rawDefinitions,
  randomizer: { next: () => (current as Rng).unit(), seed: () => undefined },
})

/** A full name with a middle initial, such as `Maya K. Rivera`; the initial keeps namesakes rare. */
export function fullName(rng: Rng): string {
  current = rng
  const initial = ours.string.alpha({ length: 1, casing: 'upper' })
  return `${ours.person.firstName()} ${initial}. ${ours.person.lastName()}`
}

/**
 * The part of an address before the `@` that companies make of a name: `maya.k.rivera`, `dora.szabo`.
 * Latin letters lose their accents; other scripts keep all their marks, which are letters there.
 */
export function addressName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
  const words = plain
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => word.replace(/[^\p{L}\p{M}\p{N}-]/gu, ''))
  return words.filter((word) => word !== '').join('.')
}

const { first_name: first, last_name: last } = faker.rawDefinitions.person as Record<
  string,
  Record<string, string[]>
>

/** All names that Faker knows, as parts of an address, each once, in the order of code units. */
export const FIRST_NAMES = parts([...first!.generic!, ...first!.female!, ...first!.male!])
export const LAST_NAMES = parts(last!.generic!)

function parts(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(addressName))].filter((name) => /^[a-z-]+$/.test(name)).sort()
}
