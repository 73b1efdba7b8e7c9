import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseScenario } from '../../../src/parse-scenario.ts'
import { makePlan, slices } from '../../../src/plan/make-plan.ts'
import { DAY, dateTimeText } from '../../../src/time/ticks.ts'
import { zone } from '../../../src/time/zone.ts'

const test = suite('borders of the days of a population')

const plan = (start: string, timezone: string, numbers: string) =>
  makePlan(
    parseScenario(`scenario: borders
seed: 3
start: ${start}
days: 1
timezone: ${timezone}
population:
  users: 2000
  kinds: { scheduled: 1 }
${numbers}`),
  )

test('somebody who is late for the last small hours is not late for the data set', () => {
  // In Kabul the day of a company ends half an hour before midnight UTC.
  const last = plan(
    '2016-03-07',
    'Asia/Kabul',
    `  hours: { 3: 1 }
  startMinutes: { 45: 1 }
  slots: { 8h: 1 }
  late: { two: 0.9, few: 0.9, many: 0.9 }
  lateBy: { median: 40m, sigma: 1 }
`,
  )
  const { start } = last.scenario
  const [cell] = last.company!.cells(start).filter(({ day }) => day === start)
  const times = [...cell!.conferences.sessionIdTime.subarray(0, cell!.conferences.count)]
  assert.ok(times.some((time) => time >= (start + 1) * DAY))
  assert.is(
    [...slices(last)].reduce((sum, { population }) => sum + population!.conferences.length, 0),
    times.length,
  )
})

test('clocks that change in the evening are followed: nobody starts in the hour that is left out', () => {
  const startsOn = (start: string, timezone: string) => {
    const evening = plan(
      start,
      timezone,
      `  hours: { 22: 0.5, 23: 0.5 }
  weekdays: { saturday: 1 }
  startMinutes: { 15: 1 }
`,
    )
    const site = zone(timezone)!
    const found = new Set<string>()
    for (const { population } of slices(evening)) {
      const { cells, conferences } = population!
      for (let n = 0; n < conferences.length; n++) {
        const { scheduled } = cells[conferences.cell[n]!]!.conferences
        found.add(dateTimeText(site.clock(scheduled[conferences.at[n]!]!)).slice(11, 16))
      }
    }
    return [...found].sort()
  }
  // In Nuuk clocks change at 22:00 on a Saturday; a time that they leave out is an hour later.
  assert.equal(startsOn('2016-03-19', 'America/Godthab'), ['22:15', '23:15'])
  assert.equal(startsOn('2016-03-26', 'America/Godthab'), ['23:15'])
  assert.equal(startsOn('2016-10-29', 'America/Godthab'), ['22:15', '23:15'])
})

test('a day that a zone leaves out has no conferences', () => {
  const samoa = plan('2011-12-30', 'Pacific/Apia', '')
  assert.is([...slices(samoa)].length, 0)
  assert.is(samoa.company!.headcount(samoa.scenario.start).conferences, 0)
})

test('no conference is left out for want of a number', () => {
  const { scenario } = plan('2016-03-07', 'Europe/London', '  participants: { median: 2, sigma: 0.1 }\n')
  // What no scenario can ask for.
  const crowded = {
    ...scenario.population!,
    conferencesPerUser: 3,
    kinds: { scheduled: 1, recurring: 0, closed: 0 },
  }
  const { slice } = makePlan({ ...scenario, population: crowded })
  assert.throws(() => slice(scenario.start), /more conferences on 2016-03-07 than numbers for them/)
})

test.run()
