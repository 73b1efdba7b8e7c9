import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseScenario, scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { escaped, html } from '../../src/report/html.ts'
import { report } from '../../src/report/report.ts'
import { partRows, partsOf } from '../../src/rows/parts.ts'
import { ANOMALY_KINDS } from '../../src/scenario/anomaly.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { run } from '../cli/run.ts'
import { galleryScenario, galleryText } from '../gallery.ts'

const test = suite('report')

const HOSTILE = '</style></script><script>alert(1)</script><img src=x onerror=alert(1)>"\'&\u202egnp'

function hostile(): ScenarioFile {
  return {
    scenario: 'hostile',
    description: HOSTILE,
    seed: HOSTILE,
    start: '2016-03-07',
    people: {
      ann: { name: HOSTILE, devices: [{ device: 'desktop', client: `UCCAPI/1 ${HOSTILE}` }] },
      bob: {},
    },
    conferences: { standup: { at: '09:30', organizer: 'bob', attendees: ['ann'] } },
  }
}

test('the same scenario gives the same page', async () => {
  const scenario = galleryScenario('drop-and-rejoin')
  assert.is(await report(scenario), await report(galleryScenario('drop-and-rejoin')))
})

test('texts are shown as they are, and what is not seen by its number', () => {
  assert.is(
    html`<p title="${'"'}">${'<b>&'}${null}${['a', 1]}</p>`.text,
    '<p title="&quot;">&lt;b&gt;&amp;a1</p>',
  )
  assert.is(escaped('a\u202eb'), 'a⟨U+202E⟩b')
  assert.is(escaped('שלום 👩‍👧 Dóra'), 'שלום 👩‍👧 Dóra')
})

test('nothing that a scenario says becomes markup', async () => {
  const page = await report(scenarioFrom(hostile()))
  assert.is(page.match(/<script/g)?.length, 1)
  assert.is(page.match(/<style/g)?.length, 1)
  assert.not.match(page, /<img/)
  assert.not.match(page, /\u202e/)
  for (const { name } of [...parseHTML(page).document.querySelectorAll('*')].flatMap((one) => [
    ...one.attributes,
  ]))
    assert.not.match(name, /^(?:on|style$|src$)/)
})

test('tells the line of the scenario that brought somebody into a conference', async () => {
  const text = galleryText('drop-and-rejoin')
  const page = await report(galleryScenario('drop-and-rejoin'), { source: { file: 'drop.yaml', text } })
  const lines = text.split('\n')
  const found = [...page.matchAll(/<td>drop\.yaml:(\d+): ([^<]*)<\/td>/g)]
  assert.ok(found.length > 10)
  for (const [, line, shown] of found) assert.is(shown, escaped(lines[Number(line) - 1]!.trim()))
  assert.ok(found.some(([, , shown]) => shown?.startsWith('bob: [{ join: -30s')))
  assert.not.match(await report(galleryScenario('drop-and-rejoin')), /drop\.yaml/)
})

test('each row that is wrong on purpose says by which line it is so, and no other does', async () => {
  const text = `scenario: wrong
seed: 2
start: 2016-04-11
days: 4
timezone: Europe/London
people: { ann: {}, bob: { kind: remote }, guest: { kind: anonymous }, team: { group: 3 } }
conferences: { standup: { at: "09:30", every: day, organizer: ann, attendees: [bob, guest, team] } }
anomalies:
${ANOMALY_KINDS.map((kind) => `  - { kind: ${kind}, rate: 0.3 }\n`).join('')}`
  const scenario = parseScenario(text)
  const plan = makePlan(scenario)
  const places = new Map<string, Set<string>>()
  for (const part of partsOf(plan, 1, undefined, tableSets.conference))
    for (const { batches, wrong } of partRows(plan, part, tableSets.conference)) {
      for (const _ of batches); // rows are spoilt while they are used up
      for (const { kind, table, key } of wrong) {
        // What is lost is told with the join that it was of.
        const told = kind === 'lost-mcu-rows' ? 'FocusJoinsAndLeaves' : table
        const who = kind === 'lost-mcu-rows' ? `${key.UserUri} ${key.McuUserInstance}` : JSON.stringify(key)
        const name = `${kind} in ${told}`
        places.set(name, (places.get(name) ?? new Set()).add(`${key.ConfInstance} ${who}`))
      }
    }
  const { document } = parseHTML(await report(scenario, { source: { file: 'wrong.yaml', text } }))
  const shown = new Map<string, number>()
  for (const table of document.querySelectorAll('.meeting table')) {
    const names = [...table.querySelectorAll('th')].map((head) => head.textContent)
    const at = names.indexOf('wrong on purpose')
    if (at < 0) continue
    for (const row of table.querySelectorAll('tbody tr')) {
      const said = row.querySelectorAll('td')[at]?.textContent ?? ''
      for (const [, kind = '', line, shownLine] of said.matchAll(
        /([\w-]+) \(wrong\.yaml:(\d+): - ({.*?})\)/g,
      )) {
        assert.is(text.split('\n')[Number(line) - 1], `  - ${shownLine}`)
        const name = `${kind} in ${table.querySelector('caption')?.textContent}`
        shown.set(name, (shown.get(name) ?? 0) + 1)
      }
    }
  }
  const sizes = [...places].map(([name, all]): [string, number] => [name, all.size])
  assert.equal(Object.fromEntries([...shown].sort()), Object.fromEntries(sizes.sort()))
  assert.ok(document.querySelector('.frames rect'))
  assert.match(document.querySelector('#overview')?.textContent ?? '', /Wrong on purpose/)
})

test('a data set in which nobody meets, one conference, one row: each gives a page', async () => {
  const one = { start: '2016-03-07', seed: 1, people: { ann: {}, bob: {} } } as const
  const empty = await report(scenarioFrom({ ...one, scenario: 'empty' }))
  assert.match(empty, /Nobody meets in this data set/)
  const alone = { at: '09:30', organizer: 'ann' } as const
  const single = await report(scenarioFrom({ ...one, scenario: 'single', conferences: { alone } }))
  assert.match(single, /1 person, 1 join</)
  const nobody = { ...alone, joins: { ann: [] } }
  assert.match(
    await report(scenarioFrom({ ...one, scenario: 'nobody', conferences: { nobody } })),
    /Nobody came/,
  )
  const brief = { ...alone, opens: '10s', closes: '20s', joins: { ann: [{ join: '11s', leave: '12s' }] } }
  assert.match(
    await report(scenarioFrom({ ...one, scenario: 'brief', conferences: { brief } })),
    /Nobody is there at any full minute/,
  )
  const running = await report(galleryScenario('ongoing-conference'))
  assert.match(running, /now, still running/)
  assert.match(running, /still there →/)
})

test('the command writes a page, replaces only pages, and refuses before it works', async () => {
  const home = mkdtempSync(join(tmpdir(), 'rollcall-report-'))
  try {
    const scenario = join(home, 'week.yaml')
    const out = join(home, 'week.html')
    writeFileSync(scenario, galleryText('first-conference'))
    const first = await run(['report', scenario, '--out', out])
    assert.equal([first.code, first.err], [0, ''])
    assert.match(first.out, /^first-conference: .*\n.*week\.html written, \d+ kB\n$/)
    const page = readFileSync(out, 'utf8')
    assert.is((await run(['report', scenario, '--out', out])).code, 0)
    assert.is(readFileSync(out, 'utf8'), page)
    const refused = await run(['report', scenario, '--out', scenario])
    assert.is(refused.code, 1)
    assert.match(refused.err, /is no page of Rollcall/)
    assert.is(readFileSync(scenario, 'utf8'), galleryText('first-conference'))
    const nowhere = await run(['report', scenario, '--out', join(home, 'none', 'week.html')])
    assert.equal([nowhere.code, /cannot write .*week\.html/.test(nowhere.err)], [1, true])
  } finally {
    rmSync(home, { recursive: true })
  }
})

test.run()
