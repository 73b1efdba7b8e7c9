import { checkArguments, kindOf, oneOf, optionsOf } from '../arguments.ts'
import { RollcallError } from '../errors.ts'
import { parseScenario, scenarioFrom } from '../parse-scenario.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { rows } from '../rows/rows.ts'
import { aScenario, type Scenario } from '../scenario/scenario.ts'
import {
  aTableSet,
  type TableName,
  type TableSet,
  type Tables,
  tableList,
  tableNames,
  tableSets,
  usualSet,
  usualTables,
} from '../schema/tables.ts'
import type { RowSet } from '../sinks/memory.ts'
import { didYouMean } from '../suggest.ts'
import { type Day, dayText } from '../time/ticks.ts'
import { galleryText } from './gallery.ts'
import type { GalleryName } from './gallery-names.ts'
import { dayOf, movedTo } from './moved.ts'
import { Rows } from './rows.ts'

export interface FixtureOptions {
  /**
   * Moves the fixture in time: its first day is then the first one from `start` on that is the same day of the week as
   * before. A date, a text such as `2026-11-01`, or one that counts from `today`, such as `today - 30 days`.
   */
  readonly start?: string | Date
  /** What `today` stands for. No clock is asked: a `start` that says `today` needs it. */
  readonly today?: string | Date
  /** Another seed than the scenario's. */
  readonly seed?: string | number
  /** Which tables there are rows of. Default: the same that `generate` and `seed` fill. */
  readonly tables?: TableSet
}

const aDay = kindOf(
  'a date such as 2026-11-01, `today` or `today - 30 days`, or a Date',
  (value) => typeof value === 'string' || value instanceof Date,
)
const fixtureOptions = optionsOf({
  start: aDay,
  today: aDay,
  seed: kindOf('a text or a number', (value) => typeof value === 'string' || typeof value === 'number'),
  tables: aTableSet,
})

/**
 * The rows of a scenario of the gallery, typed, with all that they refer to. Made anew by each call, the same each time.
 * Throws a `RollcallError` for a name that is not in the gallery.
 * @example
 * const { rows } = fixture('weekly-standup')
 * const joins = fixture('drop-and-rejoin').rowsOf('FocusJoinsAndLeaves').where({ UserRole: 1 })
 * const recent = fixture('working-week', { start: 'today - 30 days', today: new Date() })
 */
export function fixture(name: GalleryName, options: FixtureOptions = {}): Fixture {
  checkArguments('fixture', { options: [options, fixtureOptions] })
  const { start, today, seed, tables = usualSet } = options
  const file = `scenarios/${name}.yaml`
  const day = today === undefined ? notGiven : always(dayOf(today, notGiven))
  const scenario = parseScenario(galleryText(name), { file, today: day })
  if (start === undefined && seed === undefined) return new Fixture(scenario, tableSets[tables])
  const { definition } = scenario
  const moved = start === undefined ? definition : movedTo(definition, start, day)
  return new Fixture(
    scenarioFrom(seed === undefined ? moved : { ...moved, seed }, { file }),
    tableSets[tables],
  )
}

/** What a scenario gives. Rows are made when they are first asked for, and are all kept: it is for small scenarios. */
export class Fixture<Person extends string = string, Conference extends string = string> {
  /** The scenario: what `seed`, `generate`, `makePlan` and all other verbs take. */
  readonly scenario: Scenario
  /** The tables that there are rows of. */
  readonly tables: readonly TableName[]
  private made: { readonly plan: Plan; readonly rows: RowSet } | null = null

  constructor(scenario: Scenario, tables: readonly TableName[] = usualTables) {
    checkArguments('Fixture', { scenario: [scenario, aScenario], tables: [tables, tableList] })
    this.scenario = scenario
    this.tables = tables
  }

  /** The first day, as `2015-07-13`. */
  get start(): string {
    return dayText(this.scenario.start)
  }

  /** Every row by table, parents before children; of other tables there are none. */
  get rows(): RowSet {
    return this.make().rows
  }

  /** The rows of one table, to be picked from. */
  rowsOf<T extends TableName>(table: T): Rows<T> {
    checkArguments('rowsOf', { table: [table, oneOf(tableNames)] })
    if (!this.tables.includes(table)) {
      const set = Object.entries(tableSets).find(([, names]) => names.includes(table))
      const hint = set ? `Ask for them: { tables: '${set[0]}' }.` : null
      throw new RollcallError('ROLLCALL_E_NAME', `this fixture has no rows of ${table}`, hint)
    }
    return new Rows<T>(table, this.rows[table] as unknown as readonly Tables[T][], this.rows)
  }

  /** The address of a person, as `Users.UserUri` has it. Guests have none of their own: a new one is made for each join. */
  address(person: Person): string {
    const { identities } = this.make().plan
    const found = identities.find(({ person: { id } }) => id === person)
    if (!found) {
      const known = identities.map(({ person: { id } }) => id)
      throw unknown('person', person, known)
    }
    if (found.address !== null) return found.address
    const hint = 'A guest has a new address in each conference.'
    throw new RollcallError('ROLLCALL_E_NAME', `"${person}" is anonymous and has no address`, hint)
  }

  /** The URI of a conference, as `ConferenceUris.ConferenceUri` and the rows of `Conferences` have it. */
  uri(conference: Conference): string {
    const { conferences } = this.scenario
    const found = conferences.find(({ id }) => id === conference)
    if (found) return this.make().plan.conferenceUri(found, 'focus')
    const known = conferences.map(({ id }) => id)
    throw unknown('conference', conference, known)
  }

  private make() {
    if (this.made === null) {
      const plan = makePlan(this.scenario)
      const all = Object.fromEntries(this.tables.map((table) => [table, [] as object[]]))
      for (const batch of rows(plan, this.tables)) for (const row of batch.rows) all[batch.table]!.push(row)
      this.made = { plan, rows: all as unknown as RowSet }
    }
    return this.made
  }
}

function unknown(what: string, name: unknown, known: readonly string[]): RollcallError {
  const message = `there is no ${what} ${JSON.stringify(name)}`
  const some = known.slice(0, 20).join(', ')
  const hint = didYouMean(String(name), known) ?? `There are ${some}${known.length > 20 ? ', …' : '.'}`
  return new RollcallError('ROLLCALL_E_NAME', message, hint)
}

/** The clock is not asked: a fixture would be another one each day, and nobody would see why. */
function notGiven(): never {
  throw new RollcallError(
    'ROLLCALL_E_ARGUMENT',
    'fixture: options speak of today, and options.today is not given',
    'Say which day it is: { today: new Date() } for the day of the test, or { today: "2026-11-30" }.',
  )
}

function always(day: Day): () => Day {
  return () => day
}
