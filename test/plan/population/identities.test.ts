import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scenarioFrom } from '../../../src/parse-scenario.ts'
import { HELD } from '../../../src/plan/population/law.ts'
import type { ScenarioFile } from '../../../src/scenario/file.ts'
import { presets } from '../../../src/scenario/presets.ts'
import { meanParticipants, normalBelow } from '../../../src/scenario/sizes.ts'
import { DAY, HOUR, MINUTE, mod, SECOND, type Ticks, weekday } from '../../../src/time/ticks.ts'
import { planOf } from '../../generated.ts'
import { groupBy } from '../../group-by.ts'
import { arbitraryPopulation } from './arbitrary-population.ts'
import { did, type Held, heldIn, independent, isOnTheSpot, type Session } from './held.ts'
import { FAR, mean, sum, totalVariation } from './statistics.ts'

// What must hold whatever was drawn, and what follows from the laws: section 5 of conference-realism.

const law = presets['sfb-2016']

const COMPANY: ScenarioFile = {
  scenario: 'company',
  seed: 1,
  start: '2016-02-01',
  days: 56,
  timezone: 'Europe/London',
  population: { users: 6000 },
}

const company = heldIn(planOf(COMPANY))

const exact = suite('identities')

/** For small populations of any kind, and for a usual larger one. */
function always(identity: (all: readonly Held[], file: ScenarioFile) => void): () => void {
  return () => {
    identity(company, COMPANY)
    fc.assert(
      fc.property(arbitraryPopulation(30), (file) => identity(heldIn(planOf(file)), file)),
      { numRuns: 25 },
    )
  }
}

function sessionsOf({ people }: Held): Session[] {
  return people.flatMap(({ sessions }) => sessions)
}

/** How many are there from each change on until the next, in order. */
function steps(spans: readonly (readonly [from: Ticks, to: Ticks])[]): { at: Ticks; present: number }[] {
  const changes = new Map<Ticks, number>()
  for (const [from, to] of spans) {
    changes.set(from, (changes.get(from) ?? 0) + 1)
    changes.set(to, (changes.get(to) ?? 0) - 1)
  }
  let present = 0
  return [...changes]
    .sort(([a], [b]) => a - b)
    .map(([at, change]) => {
      present += change
      return { at, present }
    })
}

/** The integral over time of the number present. */
function area(list: readonly { at: Ticks; present: number }[]): number {
  return sum(list.map(({ at, present }, n) => present * ((list[n + 1]?.at ?? at) - at)))
}

const stay = ({ join, leave }: Session): Ticks => leave - join

exact(
  '1, 2: presence summed up by session and by moment is the same, never below nobody, and nobody at the end',
  always((all) => {
    for (const of of [...all.map((one) => [one]), all]) {
      const sessions = of.flatMap(sessionsOf)
      const present = steps(sessions.map(({ join, leave }) => [join, leave]))
      assert.is(area(present), sum(sessions.map(stay)))
      assert.ok(present.every((step) => step.present >= 0))
      assert.is(present.at(-1)?.present ?? 0, 0)
    }
    const conferences = steps(all.map(({ open, close }) => [open, close]))
    assert.is(area(conferences), sum(all.map(({ open, close }) => close - open)))
  }),
)

exact(
  '3: every session lies inside its conference',
  always((all) => {
    for (const one of all) {
      assert.ok(one.sessionIdTime < one.open && one.open < one.close)
      for (const { dialog, join, leave } of sessionsOf(one)) {
        assert.ok(one.open <= dialog && dialog <= join && join < leave && leave <= one.close)
      }
    }
  }),
)

exact(
  '4: conferences of one URI do not overlap, a series keeps its URI, and no two conferences are one instance',
  always((all, { population }) => {
    // Where people leave a day early or late, a daily series can meet itself.
    const isUsual = population?.leaveSpread !== '1d'
    for (const [, held] of isUsual ? groupBy(all, ({ uri }) => uri) : []) {
      held.sort((a, b) => a.open - b.open)
      for (const [at, one] of held.entries()) assert.ok(one.open >= (held[at - 1]?.close ?? 0), 'overlap')
    }
    const series = all.filter(({ held }) => held === HELD.inSeries)
    for (const [, held] of groupBy(series, ({ division, index }) => `${division} ${index}`)) {
      assert.is(new Set(held.map(({ uri }) => uri)).size, 1)
    }
    assert.is(new Set(all.map(({ instance }) => instance)).size, all.length)
  }),
)

exact(
  '5: sessions of one user on one endpoint do not overlap',
  always((all) => {
    for (const { people } of all) {
      for (const { sessions } of people) {
        for (const [, own] of groupBy(sessions, ({ endpoint }) => endpoint)) {
          own.sort((a, b) => a.join - b.join)
          for (const [at, { join }] of own.entries()) assert.ok(join >= (own[at - 1]?.leave ?? 0))
        }
      }
    }
  }),
)

exact(
  '6: people are no more than sessions, and sessions beyond people and endpoints are returns',
  always((all) => {
    for (const one of all) {
      const sessions = sessionsOf(one)
      assert.ok(one.people.length <= sessions.length)
      assert.is(new Set(one.people.map(({ userId }) => userId)).size, one.people.length, 'nobody twice')
      const places = sum(one.people.map((person) => new Set(person.sessions.map((of) => of.endpoint)).size))
      const again = one.people.flatMap(({ sessions: own }) =>
        own.filter((of, at) => own.slice(0, at).some(({ endpoint }) => endpoint === of.endpoint)),
      )
      assert.is(sessions.length - places, again.length)
      assert.ok(again.every((of) => did(of, 'cameBack') || did(of, 'changedDevice')))
    }
  }),
)

exact(
  '7: nobody beyond the greatest size, nothing longer than a day, nothing outside the period',
  always((all, file) => {
    const { start, days, population } = scenarioFrom(file)
    for (const { people, end, scheduled, day } of all) {
      assert.ok(people.length <= Math.max(2, population?.participants.most ?? 0))
      assert.ok(end - scheduled < DAY)
      assert.ok(day >= start && day < start + days)
      assert.ok(scheduled > day * DAY - DAY && scheduled < day * DAY + 3 * DAY)
    }
  }),
)

exact('7: a usual conference lives for less than a day, from the request to the end', () => {
  for (const { sessionIdTime, close } of company) assert.ok(close - sessionIdTime < DAY)
})

exact(
  '8: one endpoint of one user keeps its software, and its build only moves forward',
  always((all) => {
    const known = new Map<string, number>()
    const sessions = all
      .flatMap(({ people }) =>
        people.flatMap(({ userId, sessions: own }) => own.map((of) => ({ userId, ...of }))),
      )
      .sort((a, b) => a.dialog - b.dialog)
    for (const { userId, endpoint, client } of sessions) {
      if (endpoint === null) continue
      const key = `${userId} ${endpoint}`
      const before = known.get(key) ?? client
      // Builds of one kind of software are numbered by age.
      assert.is(softwareOf(client), softwareOf(before))
      assert.ok(client >= before, `${before} before ${client}`)
      known.set(key, client)
    }
  }),
)

const versions = planOf({ ...COMPANY, days: 1 }).clientVersions

/** `OC`, `LWA` and so on. */
function softwareOf(client: number): string {
  const { version } = versions.find(({ id }) => id === client)!
  return version.split('/')[0] as string
}

exact.run()

const likely = suite('identities that luck blurs')

function isNear(what: string, found: number, expected: number, by: number): void {
  assert.ok(
    Math.abs(found / expected - 1) < by,
    `${what}: ${found}, expected ${expected} within ${100 * by} %`,
  )
}

const sizes = independent(company).map(({ people }) => people.length)
const lengths = company.map(({ end, scheduled }) => (end - scheduled) / MINUTE)

likely('9: people see larger conferences than there are on average: 13.6 against 6.2', () => {
  isNear('mean', mean(sizes), meanParticipants(law.participants), 0.03)
  isNear('as people see it', sum(sizes.map((size) => size ** 2)) / sum(sizes), 13.6, 0.12)
})

likely('10: a random moment finds the longer conferences, half of which is still to come', () => {
  const square = sum(lengths.map((length) => length ** 2))
  isNear('still to run', square / (2 * sum(lengths)), 29, 0.1)
  // Looked at each five minutes of the first week.
  const remaining: number[] = []
  const from = company[0]!.scheduled
  for (let at = from; at < from + 5 * DAY; at += 5 * MINUTE) {
    for (const { scheduled, end } of company) {
      if (scheduled > at) continue
      if (end > at) remaining.push((end - at) / MINUTE)
    }
  }
  isNear('seen still to run', mean(remaining), square / (2 * sum(lengths)), 0.06)
})

/** Near the most for which a day that varies as much as those of test 12 has room. */
const PER_USER = 0.15

/** Conferences on the spot that go on at half past ten of each working day, in a company of even days or not. */
function running(variation: number): { counts: number[]; expected: number } {
  const users = 4000
  const file = {
    ...COMPANY,
    start: '2016-01-04',
    days: 364,
    timezone: 'UTC',
    population: {
      users,
      dayVariation: variation,
      kinds: { scheduled: 0 },
      months: { january: 1, april: 1, may: 1, july: 1, august: 1, october: 1, december: 1 },
      holidays: { days: [] },
      weekdays: { monday: 0.2, tuesday: 0.2, wednesday: 0.2, thursday: 0.2, friday: 0.2 },
      participants: { shares: { 2: 1 } },
      conferencesPerUser: PER_USER,
    },
  }
  const counts = new Map<number, number>()
  const CLOCK = 10.5 * HOUR
  for (const { scheduled, end, day } of heldIn(planOf(file))) {
    const at = day * DAY + CLOCK
    counts.set(day, (counts.get(day) ?? 0) + (scheduled <= at && end > at ? 1 : 0))
  }
  // The integral of rate times the probability of a greater age, in steps of a second.
  let expected = 0
  for (let age = 0; age < 8 * HOUR; age += SECOND) {
    const hour = Math.floor((CLOCK - age) / HOUR)
    const perTick = (PER_USER * users * (law.hours[mod(hour, 24)] as number)) / HOUR
    const { median, sigma } = law.meetNow
    const isLonger = age < law.meetNow.shortest ? 1 : 1 - normalBelow(Math.log(age / median) / sigma)
    expected += perTick * isLonger * SECOND
  }
  return { counts: [...counts.values()], expected }
}

function variance(values: readonly number[]): number {
  const middle = mean(values)
  return sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1)
}

likely(
  '11: conferences on the spot that run at a moment are a Poisson count of the mean that is expected',
  () => {
    const { counts, expected } = running(0)
    assert.is(counts.length, 260)
    assert.ok(
      Math.abs(mean(counts) - expected) < FAR * Math.sqrt(expected / counts.length),
      `${mean(counts)} ${expected}`,
    )
    assert.ok(Math.abs(variance(counts) / expected - 1) < FAR * Math.sqrt(2 / counts.length))
  },
)

likely('11, 12: days of variation c add the square of mean times c to the variance', () => {
  const { counts, expected } = running(0.5)
  isNear('variance', variance(counts), expected + (0.5 * expected) ** 2, 0.35)
})

likely('13: conferences with somebody late are 1 - (1 - p)^N of those of N people', () => {
  for (const size of [2, 3, 4, 5, 6, 8]) {
    const { two, few, many } = law.late
    const probability = size <= 2 ? two : size <= 6 ? few : many
    const held = company.filter((one) => {
      return (
        !isOnTheSpot(one) &&
        one.people.filter((person) => !did(person, 'partial')).length === size &&
        one.people.length === size
      )
    })
    const share =
      held.filter(({ people }) => people.some((person) => did(person, 'late'))).length / held.length
    const chance = 1 - (1 - probability) ** size
    const blur = FAR * Math.sqrt((chance * (1 - chance)) / held.length)
    assert.ok(Math.abs(share - chance) < blur, `of ${size}: ${share}, expected ${chance}`)
  }
})

likely('14: people present over conferences running is about 5, below the size that people see', () => {
  const present = sum(company.flatMap(sessionsOf).map(stay))
  const ratio = present / sum(company.map(({ open, close }) => close - open))
  isNear('people in a running conference', ratio, 5.1, 0.12)
  assert.ok(ratio < sum(sizes.map((size) => size ** 2)) / sum(sizes))
})

const profile = (all: readonly Held[]) => {
  const counts = { size: Array(12).fill(0), hour: Array(24).fill(0), weekday: Array(7).fill(0) }
  for (const { people, local, day } of all) {
    counts.size[Math.min(11, people.length)]++
    counts.hour[Math.floor(mod(local, DAY) / HOUR)]++
    counts.weekday[weekday(day)]++
  }
  return counts
}

likely('15: twice as many users have twice as many conferences of the same shapes', () => {
  const twice = heldIn(planOf({ ...COMPANY, population: { users: 12_000 } }))
  isNear('conferences', twice.length / company.length, 2, 0.02)
  isNear(
    'sessions',
    sum(twice.map((one) => sessionsOf(one).length)) / sum(company.map((one) => sessionsOf(one).length)),
    2,
    0.06,
  )
  const [before, after] = [profile(company), profile(twice)]
  for (const shape of ['size', 'hour', 'weekday'] as const) {
    const effect = totalVariation(after[shape], before[shape])
    assert.ok(effect < 0.03, `${shape}: ${effect}`)
  }
})

likely('15: the week has the same profile some weeks later', () => {
  const even = { ...COMPANY, population: { users: 6000, dayVariation: 0 } }
  const later = heldIn(planOf({ ...even, start: '2016-02-29', days: 28 }))
  const now = heldIn(planOf({ ...even, days: 28 }))
  const effect = totalVariation(profile(later).weekday, profile(now).weekday)
  assert.ok(effect < 0.02, `${effect}`)
})

likely.run()
