import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inFolder } from '../in-folder.ts'
import { isGolden } from './golden.ts'
import { run } from './run.ts'

// All times are given, so that only a change of the drawing changes it.

const test = suite('show')

const WEEK = `scenario: week
description: A stand-up in which one presenter drops out and comes back.
seed: 7
start: 2015-07-13
days: 3
timezone: Europe/London
people:
  ann: { name: Ann Bell }
  bob: { kind: remote, devices: [desktop, mobile] }
  carol: { kind: federated, domain: a-partner-company-with-a-long-name.com }
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
      phone: [{ join: 5m, leave: 5m20s }]
    occurrences:
      2015-07-15: { joins: { ann: [{ join: 0s, leave: 10m }], bob: [], carol: [{ join: 2m, leave: 9m }], phone: [] } }
  late:
    at: "23:50"
    on: 2015-07-14
    length: 30m
    opens: 0s
    closes: 30m
    organizer: bob
    attendees: [ann]
    joins:
      bob: [{ join: 0s, leave: 30m }]
      ann: [{ join: 10m, leave: 29m }]
`

const RUNNING = `scenario: running
description: A conference that nobody has closed, at the hour that London has twice.
seed: 1
start: 2015-10-24
days: 2
timezone: Europe/London
people:
  ann: { name: Ann Bell }
  bob: { kind: remote }
conferences:
  night-watch:
    at: "23:30"
    on: 2015-10-24
    length: 4h
    opens: 0s
    closes: never
    organizer: ann
    attendees: [bob]
    joins:
      ann: [{ join: 0s, leave: never }]
      bob: [{ join: 1h, leave: 2h }, { join: 150m, leave: never }]
`
const NOBODY = 'scenario: nobody\nseed: 1\nstart: 2015-07-13\n'

/** Of each: a scenario, words after its name, and the width of the terminal. */
const SHOWN: readonly (readonly [name: string, text: string, words: readonly string[], columns?: number])[] =
  [
    ['week', WEEK, []],
    ['week-late', WEEK, ['late']],
    ['week-one-day', WEEK, ['standup', '--day', '2015-07-15']],
    ['week-not-held', WEEK, ['late', '--day', '2015-07-15']],
    ['week-narrow', WEEK, ['standup'], 80],
    ['three-weeks', WEEK.replace('days: 3', 'days: 21'), []],
    ['running', RUNNING, []],
    ['running-narrow', RUNNING, [], 80],
    ['nobody', NOBODY, []],
  ]

for (const [name, text, words, columns = 100] of SHOWN) {
  test(`prints ${name}.txt`, () =>
    inFolder(async (home) => {
      const scenario = join(home, 'scenario.yaml')
      writeFileSync(scenario, text)
      const { code, out, err } = await run(['show', scenario, ...words], { columns })
      assert.equal([code, err], [0, ''])
      isGolden(`${name}.txt`, out)
      for (const line of out.split('\n')) assert.ok(line.length <= columns, line)
    }))
}

test.run()
