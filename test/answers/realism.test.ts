import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { LocalClocks } from '../../src/answers/local-clocks.ts'
import { MinutesPresent } from '../../src/answers/minutes-present.ts'
import { type Figure, realism } from '../../src/answers/realism.ts'
import { realismTable } from '../../src/cli/realism-table.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import { DAY, HOUR, MINUTE } from '../../src/time/ticks.ts'
import { zone } from '../../src/time/zone.ts'
import { run } from '../cli/run.ts'
import { planOf } from '../generated.ts'
import { inFolder } from '../in-folder.ts'
import { heldIn, isOnTheSpot } from '../plan/population/held.ts'

const test = suite('realism')

const golden = fileURLToPath(new URL('golden/', import.meta.url))

const COMPANY: ScenarioFile = {
  scenario: 'company',
  seed: 1,
  start: '2016-02-01',
  days: 56,
  timezone: 'Europe/London',
  population: { users: 20_000 },
}

function figures(file: Partial<ScenarioFile> = {}): readonly Figure[] {
  return realism(planOf({ ...COMPANY, ...file }))
}

function figure(of: readonly Figure[], id: string): Figure {
  return of.find((one) => one.id === id) as Figure
}

const IDS = Array.from({ length: 24 }, (_, at) => `R${at + 1}`)

test('all figures of the usual preset are inside their bands, but those of the year, which need one', () => {
  const found = figures()
  assert.equal(
    found.map(({ id }) => id),
    IDS,
  )
  for (const { id, verdict, values } of found) {
    if (id === 'R24') continue
    assert.is(verdict, 'inside', `${id}: ${values}`)
  }
  assert.is(figure(found, 'R24').why, 'needs 15 working days of October, has 0')
})

test('months have the order of the published ones in a year of few people', () => {
  const { verdict, values } = figure(
    figures({ start: '2016-01-01', days: 366, population: { users: 500 } }),
    'R24',
  )
  assert.is(verdict, 'inside', `${values}`)
})

test('the other presets are not asked what they have other numbers for, and are inside with all others', () => {
  const asked = (preset: 'heavy-2013' | 'remote-2022' | 'load-test') => {
    const found = figures({ days: 14, population: { users: 20_000, preset } })
    assert.not.ok(
      found.some(({ verdict }) => verdict === 'outside'),
      preset,
    )
    return found
      .filter(({ why }) => why?.startsWith(`preset ${preset} has its own `))
      .map(({ id }) => id)
      .join(' ')
  }
  assert.is(asked('heavy-2013'), 'R7')
  assert.is(asked('remote-2022'), 'R1 R2 R3 R4 R5 R6 R7 R14 R16 R20 R22')
  assert.is(asked('load-test'), 'R1 R2 R3 R4 R7 R8 R9 R10 R12 R13 R14 R16 R22')
})

test('a figure is not asked where the scenario has numbers of its own, its sites or its size speak against it', () => {
  const why = (entry: object, id: string) =>
    figure(figures({ days: 7, population: { users: 2000, ...entry } }), id).why
  assert.is(why({ ends: { over: 0.1 } }, 'R15'), 'the scenario has its own ends')
  assert.is(
    why({ late: { two: 0 }, participants: { median: 3 } }, 'R14'),
    'the scenario has its own participants, late',
  )
  assert.is(
    why({ preset: 'heavy-2013', slots: { '30m': 1 } }, 'R7'),
    'the scenario has its own conferencesPerUser, slots',
  )
  const sites = [
    { timezone: 'Europe/London', share: 0.5 },
    { timezone: 'America/New_York', share: 0.5 },
  ]
  assert.is(why({ sites }, 'R7'), 'its sites are in 2 time zones')
  assert.is(why({}, 'R7'), 'needs 20,000 users, has 2,000')
  assert.is(why({}, 'R11'), 'needs 8 full weeks, has 1')
  assert.match(why({}, 'R12') ?? '', /^needs 4,000 conferences, has [\d,]+$/)
  // What is said as the preset has it is nothing of one's own.
  assert.is(why({ kinds: { scheduled: 0.6 } }, 'R5'), why({}, 'R5'))
})

/** So few partners and callers that most of those who should come are guests instead. */
const LONELY = { ...COMPANY, days: 28, population: { users: 8000, directory: { partners: 1, callers: 1 } } }

test('a figure is outside where people behave otherwise than the scenario asks', () => {
  const found = figures(LONELY)
  assert.equal([figure(found, 'R19').verdict, figure(found, 'R20').verdict], ['outside', 'outside'])
})

test('nothing is told of a scenario without a population', () => {
  assert.equal(realism(planOf({ scenario: 'none', seed: 1, start: '2016-02-01', timezone: 'UTC' })), [])
})

test('what is counted while going by is what is counted from all conferences at once', () => {
  const file: ScenarioFile = { ...COMPANY, days: 10, population: { users: 3000 } }
  const [found, all] = [realism(planOf(file)), heldIn(planOf(file))]
  const value = (id: string) => figure(found, id).values[0] as number
  const isClose = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-9, `${one} ${other}`)
  const people = all.flatMap((one) => one.people)
  isClose(value('R3'), people.length / all.length)
  isClose(value('R4'), (100 * all.filter((one) => one.people.length === 2).length) / all.length)
  isClose(value('R6'), (100 * all.filter((one) => !isOnTheSpot(one)).length) / all.length)
  isClose(
    value('R20'),
    (100 * people.filter(({ sessions }) => sessions[0]?.endpoint === null).length) / people.length,
  )
  // The greatest number at a full minute of each working day, by looking at each.
  let peaks = 0
  const start = Date.parse('2016-02-01') / 86_400_000
  const workingDays = [0, 1, 2, 3, 4, 7, 8, 9]
  for (const day of workingDays) {
    let peak = 0
    const near = people.filter(
      ({ sessions: [first] }) => Math.abs((first?.join ?? 0) / DAY - start - day) < 2,
    )
    for (let at = (start + day) * DAY + 8 * HOUR; at < (start + day) * DAY + 18 * HOUR; at += MINUTE) {
      const present = near.filter(({ sessions }) => sessions.some((of) => of.join <= at && at < of.leave))
      peak = Math.max(peak, present.length)
    }
    peaks += peak
  }
  isClose(value('R7'), (100 * peaks) / 3000 / workingDays.length)
})

test('presence at full minutes is right for spans of any length', () => {
  const present: number[] = []
  const minutes = new MinutesPresent((_, count) => present.push(count))
  minutes.settle(0)
  minutes.add(0, 2 * MINUTE)
  minutes.add(1, 2 * MINUTE + 1)
  minutes.add(MINUTE + 1, 2 * MINUTE)
  minutes.settle(2 * MINUTE)
  minutes.add(2 * MINUTE, 10 * DAY)
  minutes.finish()
  assert.equal(present.slice(0, 4), [1, 2, 2, 1])
  assert.is(present.length, (10 * DAY) / MINUTE + 1)
  assert.equal(present.slice(-3), [1, 1, 0])
})

test('clocks are those of the zone, around their changes too', () => {
  for (const name of ['Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata']) {
    const [clocks, here] = [new LocalClocks(), zone(name)!]
    const from = (Date.UTC(2016, 2, 26) / 86_400_000) * DAY
    for (let at = from; at < from + 10 * DAY; at += 7 * MINUTE) {
      assert.is(clocks.clock(here, at), here.clock(at))
    }
  }
})

/** Every figure with some value and verdict, so that the text does not follow the population. */
function samples(): Figure[] {
  const [first, ...rest] = figures({ days: 7, population: { users: 2000 } })
  const fixed = [12.345, 99.984, 0.5, Number.NaN, 222.2, 6, 30]
  const of = [first as Figure, ...rest].map((one, at): Figure => {
    const values = one.values.map((_, n) => fixed[(at + n) % fixed.length] as number)
    const verdict = (['inside', 'outside', 'not asked'] as const)[at % 3] as Figure['verdict']
    return { ...one, values, verdict, why: verdict === 'not asked' ? 'needs 8 full weeks, has 1' : null }
  })
  return of
}

test('prints realism.txt', () => {
  const out = realismTable(samples())
  const file = join(golden, 'realism.txt')
  mkdirSync(golden, { recursive: true })
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, out)
  const expected = readFileSync(file, 'utf8')
  rmSync(`${file}-changed`, { force: true })
  if (out !== expected) writeFileSync(`${file}-changed`, out)
  assert.is(out, expected)
})

const yaml = (population: string) =>
  `scenario: company\nseed: 1\nstart: 2016-02-01\ndays: 28\ntimezone: Europe/London\n${population}\n`

test('check --realism prints the table, and its exit code is that of its verdicts', () =>
  inFolder(async (home) => {
    const [sound, lonely] = [join(home, 'sound.yaml'), join(home, 'lonely.yaml')]
    writeFileSync(sound, yaml('population: { users: 4000 }'))
    writeFileSync(lonely, yaml('population: { users: 8000, directory: { partners: 1, callers: 1 } }'))
    const { code, out, err } = await run(['check', '--realism', sound])
    assert.equal([code, err], [0, ''])
    assert.match(out, /^company: 28 days from 2016-02-01, Europe\/London, seed 1\n/)
    assert.match(out, /\n {2}R5 {3}mean conference length .* min .*36-39 min \[S10\] \[S12\] .*inside\n/)
    assert.match(out, /\d+ figures asked, none outside\n$/)
    const bad = await run(['check', '--realism', lonely])
    assert.is(bad.code, 1)
    assert.match(bad.out, /R20 .* outside\n/)
    assert.match(bad.out, /figures asked, 2 outside\n$/)
  }))

test('check --realism --json has each figure with its values, null for one that there is none of', () =>
  inFolder(async (home) => {
    const file = join(home, 'company.yaml')
    writeFileSync(file, yaml('population: { users: 1000 }'))
    const { code, out } = await run(['check', '--realism', file, '--json'])
    assert.is(code, 0)
    const [result] = JSON.parse(out) as [{ scenario: string; figures: Figure[]; problems: unknown[] }]
    assert.equal([result.scenario, result.problems], ['company', []])
    assert.equal(
      result.figures.map(({ id }) => id),
      IDS,
    )
    const { values: seen, ...length } = figure(result.figures, 'R5')
    assert.equal(length, {
      id: 'R5',
      name: 'mean conference length',
      published: '36-39 min',
      source: '[S10] [S12]',
      band: [[30, 45]],
      unit: 'min',
      verdict: 'inside',
      why: null,
    })
    assert.is(seen.length, 1)
    assert.is(figure(result.figures, 'R24').values[0], null)
  }))

test('check --realism of a scenario without a population says so in a line', () =>
  inFolder(async (home) => {
    const file = join(home, 'none.yaml')
    writeFileSync(file, yaml(''))
    const { code, out, err } = await run(['check', '--realism', file])
    assert.equal([code, out], [1, ''])
    assert.is(err, `${file} has no population, so there is nothing to compare with published figures\n`)
  }))

test.run()
