import { aText, checkArguments, objectWith, optionsOf } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import { scenarioFrom } from '../parse-scenario.ts'
import type {
  AttendanceEntry,
  ConferenceEntry,
  OccurrenceEntry,
  PersonEntry,
  ScenarioFile,
} from '../scenario/file.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { aTableSet, type TableName, tableSets } from '../schema/tables.ts'
import { Fixture, type FixtureOptions } from './fixture.ts'
import type { Rows } from './rows.ts'

/** What a scenario file says beside people and conferences. */
export type ScenarioWords = Partial<Omit<ScenarioFile, 'scenario' | 'people' | 'conferences'>>

/** A person, or the seventh of a group as `engineering.7`. */
type Someone<Person extends string, Group extends string> = Person | `${Group}.${number}`

type Invited<Person extends string, Group extends string> = readonly (
  | Someone<Person, Group>
  | Group
  | { readonly from: Group; readonly count: number }
)[]

type Joins<Person extends string, Group extends string> = {
  readonly [P in Someone<Person, Group>]?: readonly AttendanceEntry[]
}

/** A conference in the words of a scenario file, among people whose names are known. */
export type ConferenceWords<Person extends string, Group extends string> = Omit<
  ConferenceEntry,
  'organizer' | 'presenters' | 'attendees' | 'joins' | 'occurrences'
> & {
  readonly organizer: Someone<Person, Group>
  readonly presenters?: Invited<Person, Group>
  readonly attendees?: Invited<Person, Group>
  readonly joins?: Joins<Person, Group>
  readonly occurrences?: {
    readonly [date: string]:
      | 'cancelled'
      | (Omit<OccurrenceEntry, 'joins'> & { readonly joins?: Joins<Person, Group> })
  }
}

/** What is in them is checked when the scenario is made. */
const someWords = objectWith('an object with words of a scenario file')
const tablesAlone = optionsOf({ tables: aTableSet })

/** Where nothing is said: a Monday. */
const USUAL = { seed: 1, start: '2015-07-13' } as const

/**
 * Begins a scenario in code, with the words of a scenario file. Nothing is checked but names before it is used. Without
 * `seed` and `start` they are 1 and 2015-07-13.
 * @example
 * const retro = scenario('retro', { timezone: 'Europe/London' })
 *   .person('ann', { name: 'Ann Bell' })
 *   .person('bob', { kind: 'remote' })
 *   .conference('retro', { at: '10:00', length: '15m', organizer: 'ann', attendees: ['bob'] })
 * const joins = retro.rowsOf('FocusJoinsAndLeaves')
 */
export function scenario(name: string, words: ScenarioWords = {}): ScenarioBuilder<never, never, never> {
  checkArguments('scenario', { name: [name, aText], words: [words, someWords] })
  return new ScenarioBuilder({ scenario: name, ...USUAL, ...words })
}

/** A scenario in the making. Each word gives a new one, so that several can grow from one. */
export class ScenarioBuilder<Person extends string, Group extends string, Conference extends string> {
  /** The scenario as a file says it: plain data. */
  readonly file: ScenarioFile
  private made: Fixture<Someone<Person, Group>, Conference> | null = null

  constructor(file: ScenarioFile) {
    checkArguments('ScenarioBuilder', { file: [file, someWords] })
    this.file = file
  }

  /** Adds a person; with `group` a group of people. */
  person<const Name extends string>(
    name: Name,
    words: PersonEntry & { readonly group: number },
  ): ScenarioBuilder<Person, Group | Name, Conference>
  person<const Name extends string>(
    name: Name,
    words?: PersonEntry & { readonly group?: undefined },
  ): ScenarioBuilder<Person | Name, Group, Conference>
  person(name: string, words: object = {}): ScenarioBuilder<string, string, Conference> {
    checkArguments('person', { name: [name, aText], words: [words, someWords] })
    return new ScenarioBuilder({ ...this.file, people: withNew(this.file.people, name, words, 'people') })
  }

  /** Adds a conference of people who were added before. */
  conference<const Name extends string>(
    name: Name,
    words: ConferenceWords<Person, Group>,
  ): ScenarioBuilder<Person, Group, Conference | Name> {
    checkArguments('conference', { name: [name, aText], words: [words, someWords] })
    const conferences = withNew(this.file.conferences, name, words, 'conferences')
    return new ScenarioBuilder<Person, Group, Conference | Name>({ ...this.file, conferences })
  }

  /** The checked scenario: what `seed`, `generate`, `makePlan` and all other verbs take. Throws a `ScenarioError`. */
  build(): Scenario {
    return this.fixture().scenario
  }

  /** What the scenario gives. Throws a `ScenarioError` that lists all that is wrong with it. */
  fixture(options: Pick<FixtureOptions, 'tables'> = {}): Fixture<Someone<Person, Group>, Conference> {
    checkArguments('fixture', { options: [options, tablesAlone] })
    const { tables } = options
    if (tables !== undefined) return new Fixture(this.build(), tableSets[tables])
    this.made ??= new Fixture(scenarioFrom(this.file))
    return this.made
  }

  /** The rows of one table. Throws a `ScenarioError` that lists all that is wrong with the scenario. */
  rowsOf<T extends TableName>(table: T): Rows<T> {
    return this.fixture().rowsOf(table)
  }
}

/** The entries with one more, which may have any name without meaning anything to JavaScript. */
function withNew<E>(
  entries: Readonly<Record<string, E>> | undefined,
  name: string,
  words: unknown,
  what: string,
): Record<string, E> {
  if (entries && Object.hasOwn(entries, name))
    throw new RollcallError('ROLLCALL_E_ARGUMENT', `two ${what} are named "${name}"`)
  return { ...entries, [name]: words as E }
}
