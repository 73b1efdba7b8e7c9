import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkFixtures, RollcallError, updateFixtures } from '../src/index.ts'
import { algorithms, makePlan } from '../src/plan/make-plan.ts'
import { rows } from '../src/rows/rows.ts'
import { tableSets } from '../src/schema/tables.ts'
import { run } from './cli/run.ts'
import { galleryScenario } from './gallery.ts'
import { inFolder } from './in-folder.ts'
import { rejects } from './rejects.ts'

const test = suite('fixtures of a project')

const STANDUP = `scenario: standup
seed: 1
start: 2015-07-13
people:
  ann: { name: Ann Bell }
  bob: {}
conferences:
  standup:
    at: "09:30"
    length: 15m
    organizer: ann
    attendees: [bob]
    joins:
      bob: [{ join: 0s, leave: 4m }]
`

/** A project in a folder of its own, with its fixtures written. */
function inProject(work: (file: string, home: string) => Promise<void>, project = 'scenarios: scenarios\n') {
  return inFolder(async (home) => {
    const file = join(home, 'rollcall.fixtures.yaml')
    mkdirSync(join(home, 'scenarios'))
    writeFileSync(join(home, 'scenarios/standup.yaml'), STANDUP)
    writeFileSync(file, project)
    await updateFixtures(file)
    await work(file, home)
  })
}

function change(home: string, from: string, to: string): void {
  const path = join(home, 'scenarios/standup.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
}

test('that were just written are as the scenarios say', () =>
  inProject(async (file) => {
    assert.equal(await checkFixtures(file), { scenarios: 1, changes: [] })
    const { code, out } = await run(['fixtures', file])
    assert.is(code, 0)
    assert.is(out, '1 scenario, all fixtures as they say\n')
  }))

test('know what a load left beside a scenario', () =>
  inProject(async (file, home) => {
    const scenario = join(home, 'scenarios/standup.yaml')
    assert.is((await run(['seed', scenario, '--db', `sqlite:${join(home, 'standup.sqlite')}`])).code, 0)
    const left = readdirSync(join(home, 'scenarios'))
    assert.ok(left.some((name) => name.endsWith('.receipt.json')))
    assert.equal(await checkFixtures(file), { scenarios: 1, changes: [] })
  }))

test('a line of a scenario that changed is named, with the rows that it moved', () =>
  inProject(async (file, home) => {
    change(home, 'leave: 4m', 'leave: 5m')
    const { code, out } = await run(['fixtures', file, '--check'])
    assert.is(code, 1)
    assert.match(
      out,
      /^standup: \d files changed\n {2}\S*standup\.yaml:14: conferences\.standup\.joins\.bob\[0\]\.leave: 4m -> 5m\n/,
    )
    assert.match(
      out,
      /FocusJoinsAndLeaves: 1 changed\n.*UserUri bob@contoso\.com\n {8}UserLeaveTime: .*08:34:00.000 -> |UserLeaveTime: 2015-07-13T09:34:00.000 -> 2015-07-13T09:35:00.000/,
    )
    assert.not.match(out, /algorithm/)
    assert.match(out, /1 fixture not as it gives now; --update writes it anew\n$/)
    assert.is((await run(['fixtures', file, '--update'])).code, 0)
    assert.equal((await checkFixtures(file)).changes, [])
  }))

test('rows that nothing in the scenario changed are laid to the generator', () =>
  inProject(async (file, home) => {
    const path = join(home, 'fixtures/standup/json/FocusJoinsAndLeaves.json')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('T09:34:00.000Z', 'T09:33:00.000Z'))
    const { changes } = await checkFixtures(file)
    assert.equal(changes[0]?.causes, [
      'algorithm 1: the generator gives other rows for the scenario as it was',
    ])
    assert.is(changes[0]?.differences.length, 1)
  }))

test('of a scenario that is gone are told, and go; a file of others stays', () =>
  inProject(async (file, home) => {
    rmSync(join(home, 'scenarios/standup.yaml'))
    writeFileSync(join(home, 'fixtures/standup/notes.txt'), 'mine')
    const { changes } = await updateFixtures(file)
    assert.equal(changes[0]?.files, [{ path: 'standup', kind: 'left over' }])
    assert.equal(readdirSync(join(home, 'fixtures/standup')), ['notes.txt'])
  }))

test('of the gallery, in other forms, with their answers', () =>
  inProject(
    async (file, home) => {
      assert.equal((await checkFixtures(file)).changes, [])
      assert.equal(readdirSync(join(home, 'out/lecture')).sort(), [
        'answers.json',
        'csv',
        'scenario.json',
        'sql',
      ])
    },
    `gallery: [lecture]
out: out
answers: true
forms:
  csv: { format: csv }
  sql: { format: sql, dialect: postgres, create: true }
`,
  ))

test('have the usual tables, those that their form names, or those that are named for the scenario alone', () =>
  inProject(
    async (_, home) => {
      const tablesIn = (name: string, form: string) =>
        readdirSync(join(home, 'fixtures', name, form)).length - 1 // beside the manifest
      const [core, conference] = [tableSets.core.length, tableSets.conference.length]
      assert.equal([tablesIn('meet-now', 'json'), tablesIn('meet-now', 'csv')], [conference, core])
      assert.equal([tablesIn('year-end', 'json'), tablesIn('year-end', 'csv')], [core, core])
    },
    `gallery: [meet-now, year-end]
sets: { year-end: core }
forms:
  json: { format: json }
  csv: { format: csv, tables: core }
`,
  ))

test('a project that would write outside of its folder, or says something else, is refused', () =>
  inFolder(async (home) => {
    const file = join(home, 'project.yaml')
    for (const text of [
      'scenarios: ..\n',
      'scenarios: /etc\n',
      'gallery: [../lecture]\n',
      'gallery: [lecture]\nout: ../../here\n',
      'gallery: [lecture]\nout: here/../../there\n',
      'gallery: [lecture]\nforms: { ../up: { format: json } }\n',
      'gallery: [lecture]\nforms: { __proto__: { format: json } }\n',
      'gallery: [lecture]\nsets: { lectures: core }\n',
      'gallery: [lecture]\nsets: { lecture: all }\n',
      'galery: [lecture]\n',
      'out: fixtures\n',
      '[]\n',
      'a: *b\n',
    ]) {
      writeFileSync(file, text)
      const error = await rejects(() => checkFixtures(file))
      assert.instance(error, RollcallError, text)
      assert.is((error as RollcallError).code, 'ROLLCALL_E_CONTENT', text)
    }
    await rejects(() => checkFixtures(join(home, 'none.yaml')), /cannot be read/)
  }))

test('an old version of the generator keeps its bytes when there is a newer one, and one that is not there is refused', () => {
  const scenario = galleryScenario('weekly-standup')
  // What a second version could be: another root for every stream.
  const versions = {
    ...algorithms,
    2: (one: typeof scenario) => makePlan({ ...one, algorithm: 1, seed: `2/${one.seed}` }),
  }
  const second = { ...scenario, algorithm: 2 } as unknown as typeof scenario
  const made = (of: typeof scenario, by?: typeof versions) => JSON.stringify([...rows(makePlan(of, by))])
  assert.is(made(scenario, versions), made(scenario))
  assert.is.not(made(second, versions), made(scenario))
  assert.throws(() => makePlan(second), /algorithm 2, which this version of Rollcall does not have/)
  assert.is(scenario.definition.algorithm, 1, 'what was made can be made again by the same version')
})

test.run()
