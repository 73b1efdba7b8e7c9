import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connected } from '../../src/databases/database.ts'
import { generateFiles } from '../../src/generate-files.ts'
import { ledgerBeside } from '../../src/loading/ledger.ts'
import { parseScenario, scenarioFrom } from '../../src/parse-scenario.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { seedDatabase } from '../../src/seed.ts'
import { seedFile } from '../../src/seed-file.ts'
import { unseedDatabase } from '../../src/unseed.ts'
import { run } from '../cli/run.ts'
import { inFolder } from '../in-folder.ts'
import { rejects } from '../rejects.ts'
import { makeTables } from '../servers.ts'

const test = suite('ledgers of loads')

const file: ScenarioFile = {
  scenario: 'wrong',
  seed: 3,
  start: '2016-04-11',
  days: 4,
  people: { ann: {}, bob: { kind: 'remote' }, team: { group: 4 } },
  conferences: { standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob', 'team'] } },
  anomalies: [
    { kind: 'missing-leave', rate: 0.3 },
    { kind: 'lost-mcu-rows', rate: 0.3 },
    { kind: 'clock-skew', on: '2016-04-12' },
  ],
}
const wrong = scenarioFrom(file)
const right = scenarioFrom({ ...file, anomalies: [] })
const memory = { engine: 'sqlite', path: ':memory:', shown: 'memory' } as const

/** What `generate` lists. */
async function listed(scenario: Scenario, folder: string, tables = tableSets.conference): Promise<string> {
  await generateFiles(scenario, join(folder, 'out'), { tables, force: true })
  return readFileSync(join(folder, 'out', 'ledger.json'), 'utf8')
}

test('lie beside the receipt, whatever that is called', () => {
  assert.is(ledgerBeside('a/week.mssql-LcsCDR.receipt.json'), 'a/week.mssql-LcsCDR.ledger.json')
  assert.is(ledgerBeside('a/mine.json'), 'a/mine.ledger.json')
  assert.is(ledgerBeside('mine'), 'mine.ledger.json')
})

test('are those of the files, of the tables that were loaded', () =>
  inFolder(async (folder) => {
    const receipt = join(folder, 'wrong.receipt.json')
    const ledger = ledgerBeside(receipt)
    for (const tables of [tableSets.conference, tableSets.core]) {
      await seedFile(wrong, join(folder, 'wrong.sqlite'), { receipt, tables, fresh: true })
      assert.is(readFileSync(ledger, 'utf8'), await listed(wrong, folder, tables))
    }
    await seedFile(right, join(folder, 'wrong.sqlite'), { receipt, fresh: true })
    assert.not.ok(existsSync(ledger), 'nothing is wrong any more')
  }))

test('are the same after a load that ended half-way, of one that was extended they tell all days, and they go with the rows', () =>
  inFolder((folder) =>
    connected(memory, async (database) => {
      const receipt = join(folder, 'wrong.receipt.json')
      const ledger = ledgerBeside(receipt)
      await makeTables(database, tableSets.conference)
      const end = () => {
        throw new Error('as if killed')
      }
      await rejects(
        () => seedDatabase(database, wrong, { receipt, mostAtOnce: 0, onProgress: end }),
        /as if killed/,
      )
      assert.not.ok(existsSync(ledger), 'it tells of loads that are complete')
      await seedDatabase(database, wrong, { receipt, resume: true })
      assert.is(readFileSync(ledger, 'utf8'), await listed(wrong, folder))
      const longer = scenarioFrom({ ...file, days: 6 })
      await seedDatabase(database, longer, { receipt, extend: true })
      assert.is(readFileSync(ledger, 'utf8'), await listed(longer, folder))
      await unseedDatabase(database, null, { receipt })
      assert.equal([existsSync(receipt), existsSync(ledger)], [false, false])
    }),
  ))

test('are named by the command, with the lines of the scenario in them; a dry run writes none', () =>
  inFolder(async (folder) => {
    const text = `scenario: wrong
seed: 3
start: 2016-04-11
people: { ann: {}, bob: {} }
conferences:
  standup: { at: "09:30", organizer: ann, attendees: [bob], joins: { bob: [{ join: 1m, leave: 9m }] } }
anomalies:
  - { kind: missing-leave, conference: standup, person: bob }
`
    const scenario = join(folder, 'wrong.yaml')
    writeFileSync(scenario, text)
    const ledger = join(folder, 'wrong.sqlite-copy.ledger.json')
    const seeding = ['seed', scenario, '--db', `sqlite:${join(folder, 'copy.sqlite')}`]
    const rehearsed = await run([...seeding, '--dry-run'])
    assert.not.match(rehearsed.out, 'ledger')
    assert.not.ok(existsSync(ledger))
    const { out } = await run(seeding)
    assert.match(out, `\nledger: ${ledger}\n`)
    const [row, ...others] = JSON.parse(readFileSync(ledger, 'utf8'))
    assert.equal([row.kind, row.line, row.place.person, others], ['missing-leave', 8, 'bob', []])
    assert.is(parseScenario(text).anomalies[0]?.line, 8)
    const again = await run([...seeding, '--fresh', '--json'])
    assert.is(JSON.parse(again.out).ledger, ledger)
  }))

test.run()
