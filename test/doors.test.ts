import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as library from '../src/index.ts'
import { inFolder } from './in-folder.ts'
import { openSqlite } from './open-sqlite.ts'

const test = suite('doors')

const { errorCodes, fixture, makePlan, memorySink, RollcallError, Rows, ScenarioBuilder, ScenarioError } =
  library

/** What no function takes everywhere. */
const WRONG: readonly (readonly [name: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 7.5],
  ['no number', Number.NaN],
  ['a text', 'nothing of that name'],
  ['a path out', '../../package.json'],
  ['an empty text', ''],
  ['a flag', true],
  ['a function', () => 0],
  ['a list', []],
  ['a list of texts', ['nothing of that name']],
  ['a list of nothing', [undefined]],
  ['an object', {}],
  ['an unknown key', { nothing: 1 }],
  ['__proto__', JSON.parse('{ "__proto__": { "isAdmin": true } }')],
  ['a promise', Promise.resolve({})],
]

/** An argument: its name, a value that fits, and which of the wrong ones fit as well. */
type Argument = readonly [name: string, good: unknown, fit?: readonly string[]]

const LEFT_OUT = ['undefined']
const OPTIONS = ['undefined', 'an object', 'a promise']
const TEXTS = ['a text', 'a path out', 'an empty text']
const PATHS = ['a text', 'a path out']
const ANY_OBJECT = ['an object', 'an unknown key', '__proto__', 'a promise']

const { scenario, rows } = fixture('weekly-standup')
const plan = makePlan(scenario)
const builder = library.scenario('retro').person('ann')
const aScenario: Argument = ['scenario', scenario]
const scenarioOrNull: Argument = ['scenario', null, ['null']]
const what: Argument = ['what', scenario]
const asking: Argument = ['asking', {}, OPTIONS]
const names: Argument = ['names', ['totals'], ['undefined', 'a list']]
const options: Argument = ['options', {}, OPTIONS]
const tables: Argument = ['tables', ['Users'], ['a list']]
const tablesOrNone: Argument = ['tables', ['Users'], ['undefined', 'a list']]
const folder: Argument = ['folder', 'out', PATHS]
const path: Argument = ['path', 'rows.sqlite', PATHS]
const url: Argument = ['url', library.databaseUrl('sqlite:rows.sqlite')]
const knex = await openSqlite(':memory:')
const database: Argument = ['knex', knex]
const script = { file: 'rows.sql', dialect: 'mssql', tables: ['Users'], create: false, comment: [] }
const words: Argument = ['words', {}, ['undefined', ...ANY_OBJECT]]

/** Every public function, and the methods that take something. */
const DOORS: Readonly<Record<string, readonly Argument[]>> = {
  answers: [what, asking, names],
  assertSameRows: [
    ['found', rows, ['an object', 'a promise']],
    ['expected', rows, ['an object', 'a promise']],
  ],
  busiestHour: [['summary', library.summarize(plan)]],
  checkFixtures: [['file', 'rollcall.fixtures.yaml', PATHS]],
  compareAnswers: [['one', scenario], ['other', scenario], asking, names],
  csvSink: [folder, tables, options],
  databaseUrl: [
    ['text', 'sqlite:rows.sqlite', TEXTS],
    ['password', null, ['undefined', 'null', ...TEXTS]],
  ],
  dateTimeText: [
    ['moment', 0, ['a number']],
    ['separator', 'T', ['undefined', ...TEXTS]],
  ],
  differencesText: [
    ['differences', [], ['a list']],
    ['most', 10, LEFT_OUT],
  ],
  estimate: [aScenario, ['options', { now: () => 0 }]],
  explain: [what, ['table', 'Users'], ['key', ['UserId=1'], ['a list', 'a list of texts']]],
  Fixture: [aScenario, tablesOrNone],
  'Fixture.address': [['person', 'ann']],
  'Fixture.rowsOf': [['table', 'Users']],
  'Fixture.uri': [['conference', 'standup']],
  fixture: [['fixture', 'weekly-standup'], options],
  generate: [aScenario, ['sink', memorySink(['Users'])], options],
  generateFiles: [aScenario, folder, options],
  jsonSink: [folder, tables, options],
  keysRead: [['sql', '', TEXTS]],
  makePlan: [aScenario],
  memoryDatabase: [what],
  memorySink: [tables],
  msFromTicks: [['ticks', 0, ['a number']]],
  ndjsonSink: [folder, tables, options],
  parquetSink: [folder, tables, options],
  parseScenario: [['text', 'scenario: tiny\nseed: 1\nstart: 2015-07-13'], options],
  problemText: [
    ['file', 'a.yaml', TEXTS],
    ['problem', { code: 'bad-name', path: [], place: null, message: 'a', hint: null }],
  ],
  queryFor: [['name', 'totals'], ['dialect', 'mssql'], asking, ['what', null, ['undefined', 'null']]],
  realism: [['plan', plan]],
  report: [aScenario, options],
  rowDifferences: [
    ['expected', rows, ['an object', 'a promise']],
    ['found', rows, ['an object', 'a promise']],
  ],
  Rows: [
    ['table', 'Users'],
    ['all', [], ['a list', 'a list of texts', 'a list of nothing']],
    ['set', {}, ANY_OBJECT],
  ],
  'Rows.map': [['change', () => 0, ['a function']]],
  'Rows.where': [['condition', {}, ['a function', ...ANY_OBJECT]]],
  rows: [['plan', plan], tablesOrNone],
  ScenarioBuilder: [['file', {}, ANY_OBJECT]],
  'ScenarioBuilder.conference': [
    ['name', 'retro', TEXTS],
    ['words', {}, ANY_OBJECT],
  ],
  'ScenarioBuilder.fixture': [options],
  'ScenarioBuilder.person': [['name', 'bob', TEXTS], words],
  'ScenarioBuilder.rowsOf': [['table', 'Users']],
  scenario: [['name', 'retro', TEXTS], words],
  scenarioFrom: [['file', scenario.definition], options],
  seed: [database, aScenario, options],
  seeded: [database, what, options],
  seedFile: [aScenario, path, options],
  seedUrl: [aScenario, url, options],
  slices: [
    ['plan', plan],
    ['depth', 'core', LEFT_OUT],
  ],
  sqliteSink: [database, ['tables', [], ['a list']]],
  sqlSink: [folder, ['options', script]],
  summarize: [['plan', plan]],
  ticksFromMs: [['ms', 0, ['a number']]],
  unseed: [database, scenarioOrNull, options],
  updateFixtures: [['file', 'rollcall.fixtures.yaml', PATHS]],
  verify: [database, ['scenario', null, ['undefined', 'null']], options],
  verifyFile: [path, ['scenario', null, ['undefined', 'null']], options],
  verifyFolder: [
    ['folder', 'out', [...PATHS, 'a list of texts']],
    ['scenario', null, ['undefined', 'null']],
    options,
  ],
  verifyUrl: [url, ['scenario', null, ['undefined', 'null']], options],
  withoutAnomalies: [aScenario],
  withSeed: [
    aScenario,
    ['seed', '7', ['a text', 'a path out', 'a number']],
    ['file', 'a.yaml', ['undefined', ...TEXTS]],
  ],
}

/** They are made by whoever throws them. */
const ERRORS: readonly unknown[] = [RollcallError, ScenarioError, library.RowsError]

/** What methods are called on. */
const OBJECTS: Readonly<Record<string, object>> = {
  Fixture: fixture('weekly-standup'),
  Rows: new Rows('Users', rows.Users, rows),
  ScenarioBuilder: new ScenarioBuilder(builder.file),
}

function call(name: string, given: readonly unknown[]): unknown {
  const [owner = '', method] = name.split('.')
  if (method !== undefined) return Reflect.apply(Reflect.get(OBJECTS[owner]!, method), OBJECTS[owner], given)
  const exported = Reflect.get(library, name)
  return Object.hasOwn(OBJECTS, name) ? Reflect.construct(exported, given) : exported(...given)
}

test('the table has every function that the package exports', () => {
  const functions = Object.entries(library).flatMap(([name, value]) =>
    typeof value === 'function' && !ERRORS.includes(value) ? name : [],
  )
  const known = Object.keys(DOORS).filter((name) => !name.includes('.'))
  assert.equal(known.sort(), functions.sort())
})

for (const [name, given] of Object.entries(DOORS)) {
  test(`${name} refuses what it does not take, with a code, the place and a hint, before it does anything`, () =>
    inFolder(async (home) => {
      const before = process.cwd()
      process.chdir(home)
      try {
        for (const [at, [argument, , fit = []]] of given.entries()) {
          for (const [kind, wrong] of WRONG) {
            if (fit.includes(kind)) continue
            const values = given.map(([, good], one) => (one === at ? wrong : good))
            await refuses(`${name}(${argument}: ${kind})`, argument, () => call(name, values))
          }
        }
        assert.equal(readdirSync(home), [])
      } finally {
        process.chdir(before)
      }
    }))
}

async function refuses(which: string, argument: string, work: () => unknown): Promise<void> {
  let error: unknown = null
  try {
    await work()
  } catch (cause) {
    error = cause
  }
  if (error instanceof ScenarioError) return
  assert.instance(error, RollcallError, `${which}: ${error}`)
  const { code, message, hint } = error as InstanceType<typeof RollcallError>
  assert.ok(Object.hasOwn(errorCodes, code), `${which}: ${code}`)
  assert.ok(['ROLLCALL_E_ARGUMENT', 'ROLLCALL_E_NAME'].includes(code), `${which}: ${code}`)
  assert.match(message, argument, which)
  assert.ok(hint, `${which}: ${message} has no hint`)
}

test('options that are there and wrong are named, and keys that mean something to JavaScript mean nothing here', () => {
  const refused = (given: object) => {
    try {
      fixture('weekly-standup', given)
    } catch (error) {
      return (error as InstanceType<typeof RollcallError>).message
    }
    return null
  }
  assert.is(refused({ tables: 'constructor' }), 'fixture: options.tables is "constructor"')
  assert.is(refused({ sed: 1 }), 'fixture: options has "sed", which is unknown')
  assert.is(refused(JSON.parse('{ "__proto__": 1 }')), 'fixture: options has "__proto__", which is unknown')
  assert.is(refused(Object.create({ sed: 1 })), null)
  assert.is(Reflect.get({}, 'isAdmin'), undefined)
})

test('a script is a file of its folder, whatever its name', () =>
  inFolder(async (home) => {
    for (const file of ['../rows.sql', '/tmp/rows.sql', '..', 'a\\b.sql', '', 'a\0.sql'])
      await refuses(file, 'options.file', () => library.sqlSink(join(home), { ...script, file } as never))
  }))

test.after(() => knex.destroy())

test.run()
