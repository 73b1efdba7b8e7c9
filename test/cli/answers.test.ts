import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { answerNames } from '../../src/answers/answers.ts'
import { inFolder } from '../in-folder.ts'
import { isGolden } from './golden.ts'
import { run } from './run.ts'

// All times are given, so that only a change of an answer or of its form changes what is printed.

const test = suite('rollcall answers')

const WEEK = `scenario: week
seed: 7
start: 2015-07-13
days: 3
timezone: Europe/London
pools: [pool01.contoso.com, pool02.contoso.com]
people:
  ann: { name: Ann Bell, devices: [{ device: desktop, client: RTCC/6.0 Ann }] }
  bob: { kind: remote, devices: [{ device: desktop, client: RTCC/6.0 Bob }, { device: mobile, client: RTCC/6.0 Bob }] }
  carol: { kind: federated, domain: fabrikam.com, devices: [{ device: desktop, client: RTCC/6.0 Carol }] }
  phone: { kind: pstn, number: "+441212001234" }
conferences:
  standup:
    at: "09:30"
    every: day
    length: 15m
    opens: -3m
    closes: 17m
    organizer: ann
    presenters: [bob]
    attendees: [carol, phone]
    joins:
      ann: [{ join: -2m, leave: 16m }]
      bob: [{ join: -1m, leave: 7m }, { join: 9m, leave: 15m, device: mobile }]
      carol: [{ join: 1m30s, leave: 15m }]
      phone: [{ join: 5m, leave: never }]
  late:
    at: "23:50"
    on: 2015-07-14
    length: 30m
    opens: 0s
    closes: 30m
    organizer: bob
    pool: pool02.contoso.com
    attendees: [ann]
    joins:
      bob: [{ join: 0s, leave: 30m }]
      ann: [{ join: 10m, leave: 29m }]
`

/** Of each: the words after the scenario. */
const PRINTED: readonly (readonly [name: string, words: readonly string[]])[] = [
  ['all', []],
  ['all-json', ['--json']],
  [
    'scoped',
    [
      ...['--by', 'hour', '--timezone', 'Europe/London', '--pool', 'pool02.contoso.com'],
      ...['--from', '2015-07-14T23:00', '--to', '2015-07-15', '--only', 'totals', 'conference-summary'],
    ],
  ],
  ['conference', ['--conference', 'standup', '--from', '2015-07-14', '--to', '2015-07-15T12:00']],
  ['explain', ['--explain']],
  [
    'sql-mssql',
    ['--sql', '--only', 'totals,user-activity', '--from', '2015-07-14', '--pool', 'pool01.contoso.com'],
  ],
  [
    'sql-postgres',
    ['--sql', '--dialect', 'postgres', '--only', 'conference-summary', '--timezone', '-08:00'],
  ],
]

for (const [name, words] of PRINTED) {
  test(`prints answers/${name}.txt`, () =>
    inWeek(async (scenario) => {
      const { code, out, err } = await run(['answers', scenario, ...words])
      assert.equal([code, err], [0, ''])
      isGolden(`answers/${name}.txt`, out)
    }))
}

/** One more participant, one person for a tick longer, one conference an hour later, one less. */
const CHANGED = WEEK.replace('attendees: [carol, phone]', 'attendees: [carol, phone, dora]')
  .replace(
    'phone: [{ join: 5m, leave: never }]',
    'phone: [{ join: 5m, leave: never }]\n      dora: [{ join: 2m, leave: 14m }]',
  )
  .replace(
    'conferences:\n',
    '  dora: { kind: remote, devices: [{ device: desktop, client: RTCC/6.0 Bob }] }\nconferences:\n',
  )
  .replace('at: "23:50"', 'at: "22:50"')

test('prints answers/against.txt: what a change of the scenario changes', () =>
  inWeek(async (scenario) => {
    const changed = scenario.replace('week.yaml', 'changed.yaml')
    writeFileSync(changed, CHANGED)
    const { code, out, err } = await run(['answers', scenario, '--against', changed])
    assert.equal([code, err], [0, ''])
    isGolden('answers/against.txt', out)
    const { changes } = JSON.parse((await run(['answers', scenario, '--against', changed, '--json'])).out)
    const [totals] = changes
    assert.is(totals.answer, 'totals')
    assert.equal(totals.changed[0].cells[0], { column: 'participants', from: 4, to: 5 })
    assert.match((await run(['answers', scenario, '--against', scenario])).out, /\n\nno answer differs\n$/)
  }))

const WRONG = `${WEEK}anomalies:
  - { kind: missing-leave, conference: standup, person: carol, on: 2015-07-13 }
  - { kind: lost-mcu-rows, conference: standup, person: ann, on: 2015-07-14 }
  - { kind: clock-skew, conference: standup, on: 2015-07-15, by: 40s }
  - { kind: missing-conference-end, conference: late }
`

test('prints each figure with what is wrong on purpose and without', () =>
  inWeek(async (scenario) => {
    writeFileSync(scenario, WRONG)
    const only = ['totals', 'conference-summary', 'peak-concurrency', 'media-summary', 'failed-joins']
    const told = await run(['answers', scenario, '--only', ...only])
    assert.equal([told.code, told.err], [0, ''])
    isGolden('answers/wrong.txt', told.out)
    const details = await run(['answers', scenario, '--conference', 'standup', 'late'])
    isGolden('answers/wrong-conference.txt', details.out)

    const json = async () => JSON.parse((await run(['answers', scenario, '--json'])).out)
    const { answers, withoutAnomalies } = await json()
    writeFileSync(scenario, WEEK)
    const planned = await json()
    assert.equal(withoutAnomalies, planned.answers)
    assert.is.not(answers.totals[0].participant_ms, planned.answers.totals[0].participant_ms)
    assert.not.ok(Object.hasOwn(planned, 'withoutAnomalies'))
  }))

test('compares a conference that only one of two scenarios has', () =>
  inWeek(async (scenario) => {
    const less = scenario.replace('week.yaml', 'less.yaml')
    writeFileSync(less, WEEK.slice(0, WEEK.indexOf('  late:')))
    const words = ['answers', less, '--against', scenario, '--conference', 'late', '--json']
    const [{ answer, added, removed, changed }] = JSON.parse((await run(words)).out).changes
    assert.equal([answer, added.length, removed, changed], ['conference-detail', 2, [], []])
    assert.is((await run([...words, '--pool', 'nowhere'])).code, 1)
  }))

test('cuts long answers in the terminal, and not with --json', () =>
  inWeek(async (scenario) => {
    const words = ['answers', scenario, '--only', 'concurrency']
    const long = WEEK.replace('days: 3', 'days: 30')
    writeFileSync(scenario, long)
    const [shown, whole] = [await run(words), await run([...words, '--json'])]
    const rows = JSON.parse(whole.out).answers.concurrency.length
    assert.ok(rows > 100)
    assert.match(shown.out, `and ${rows - 30} more rows; --json has them all`)
  }))

test('explains and prints queries without a scenario', async () => {
  const { code, out } = await run(['answers', '--explain', '--json'])
  assert.is(code, 0)
  assert.equal(
    JSON.parse(out).answers.map(({ name }: { name: string }) => name),
    answerNames.filter((name) => !name.startsWith('conference-') || name === 'conference-summary'),
  )
  assert.match((await run(['answers', '--sql', '--only', 'rejoins'])).out, 'FROM Conferences AS c')
})

const REFUSED: readonly (readonly [words: readonly string[], code: number, reason: RegExp])[] = [
  [['--only', 'total'], 2, /total is no answer\n {2}Did you mean `totals`/],
  [['--only', 'conference-detail'], 2, /needs --conference/],
  [['--explain', '--sql'], 2, /do not go together/],
  [['--dialect', 'mysql'], 2, /--dialect goes with --sql/],
  [['--by', 'year'], 2, /year/],
  [['--timezone', 'Europe/Londn'], 1, /not a known time zone\n {2}Did you mean `Europe\/London`/],
  [['--from', '2015-02-30'], 1, /"2015-02-30" is not a moment/],
  [['--from', '2015-07-15', '--to', '2015-07-15'], 1, /is empty/],
  [['--pool', 'pool03.contoso.com'], 1, /no pool "pool03.contoso.com"/],
  [['--conference', 'stadup'], 1, /no conference "stadup"\n {2}Did you mean `standup`/],
  [['--conference', 'sip:nobody;gruu'], 1, /no conference sip:nobody;gruu starts in the scope/],
]

for (const [words, code, reason] of REFUSED) {
  test(`refuses ${words.join(' ')}`, () =>
    inWeek(async (scenario) => {
      const found = await run(['answers', scenario, ...words])
      assert.is(found.code, code, found.err)
      assert.is(found.out, '')
      assert.match(found.err, reason)
    }))
}

test('refuses to do without a scenario what needs one', async () => {
  assert.is((await run(['answers'])).code, 2)
  assert.match((await run(['answers', '--sql', '--conference', 'standup'])).err, /is a key of a scenario/)
})

async function inWeek(work: (scenario: string) => Promise<void>): Promise<void> {
  await inFolder(async (home) => {
    const scenario = join(home, 'week.yaml')
    writeFileSync(scenario, WEEK)
    await work(scenario)
  })
}

test.run()
