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

/** The part of an address before the `@` that companies make of a name: `maya.k.rivera`, in any script. */
export function addressName(name: string): string {
  const words = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/\s+/u)
  const address = words
    .map((word) => word.replace(/[^\p{L}\p{N}-]/gu, ''))
    .filter((word) => word !== '')
    .join('.')
  return [...address].slice(0, LONGEST_LOCAL_PART).join('').replace(/\.$/, '')
}

// One character can stand for a whole sentence in some scripts. 64 is the limit of RFC 5321, section 4.5.3.1.1.
const LONGEST_LOCAL_PART = 64
