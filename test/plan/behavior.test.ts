import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { calendarOf } from '../../src/plan/calendar.ts'
import type { Head } from '../../src/plan/head.ts'
import type { ConferenceInstance, Plan } from '../../src/plan/plan.ts'
import { rng } from '../../src/random/rng.ts'
import type { BehaviorEntry, ConferenceEntry, ScenarioFile } from '../../src/scenario/file.ts'
import { HOUR, MINUTE, mod, SECOND, type Ticks } from '../../src/time/ticks.ts'
import { attendancesOf, instancesOf, planOf } from '../generated.ts'
import { groupBy } from '../group-by.ts'
import { distance, distanceLimit, moments, normalCdf } from '../random/measures.ts'

// The laws of conference-realism table 3, seen from outside: seeds are fixed, a deviation of 4.9 is one in a million.

const DAYS = 2500
const PEOPLE: ScenarioFile['people'] = {
  ann: {},
  cy: { devices: ['desktop', 'mobile'] },
  staff: { group: 12 },
  callers: { kind: 'pstn', group: 12 },
}
const TWO: ConferenceEntry = {
  at: '02:00',
  every: 'day',
  length: '1h',
  organizer: 'ann',
  attendees: ['staff.1'],
}
const FEW: ConferenceEntry = { ...TWO, at: '08:00', attendees: ['staff.1', 'staff.2', 'staff.3', 'staff.4'] }
const MANY: ConferenceEntry = { ...TWO, at: '14:00', attendees: ['staff'] }

/** A series for years on end. Its people do what `behavior` says, and what is usual otherwise. */
function years(conferences: Record<string, ConferenceEntry>, behavior: BehaviorEntry = {}): Plan {
  return planOf({
    scenario: 'years',
    seed: 'behavior',
    start: '2010-01-04',
    days: DAYS,
    behavior,
    people: PEOPLE,
    conferences,
  })
}

/** Everybody comes once, in time and through no lobby, and stays until the end. */
const STEADY: BehaviorEntry = {
  attendance: 1,
  late: 0,
  lobby: 0,
  partial: 0,
  earlyLeave: 0,
  drop: 0,
  changeDevice: 0,
  secondDevice: 0,
}

function assertShare(found: number, of: number, share: number): void {
  const deviate = (found - of * share) / Math.sqrt(of * share * (1 - share))
  assert.ok(
    of > 1000 && Math.abs(deviate) < 4.9,
    `${found} of ${of}, not ${share}: z = ${deviate.toFixed(2)}`,
  )
}

function assertMean(values: readonly number[], expected: number): void {
  const { mean, variance } = moments(values)
  const deviate = (mean - expected) / Math.sqrt(variance / values.length)
  assert.ok(
    values.length > 1000 && Math.abs(deviate) < 4.9,
    `mean ${mean}, not ${expected}: z = ${deviate.toFixed(2)}`,
  )
}

function assertLaw(values: readonly number[], cdf: (value: number) => number): void {
  assert.ok(values.length > 1000)
  const found = distance(values, cdf)
  const limit = distanceLimit(values.length)
  assert.ok(found < limit, `distance ${found}, limit ${limit}`)
}

const logNormalCdf = (median: number, sigma: number) => (x: number) =>
  x <= 0 ? 0 : normalCdf(Math.log(x / median) / sigma)
const exponentialCdf = (mean: number) => (x: number) => (x <= 0 ? 0 : 1 - Math.exp(-x / mean))

function headsOf({ scenario, identities, firstSlice, lastSlice }: Plan): Head[] {
  const calendar = calendarOf(rng(scenario.seed), scenario, identities)
  return Array.from({ length: lastSlice - firstSlice + 1 }, (_, at) =>
    calendar.headsIn(firstSlice + at),
  ).flat()
}

/** Scheduled start of an instance of a conference that is held at a UTC hour. */
function scheduled({ conference, day }: ConferenceInstance): Ticks {
  return conference.zone.moment(day, conference.at)
}

const joining = suite('joining')

const lateness = years({ two: TWO, few: FEW, many: MANY }, { partial: 0, lobby: 0, attendance: 1 })
const offsets = groupBy(
  instancesOf(lateness).flatMap((instance) =>
    instance.attendances
      .filter(({ userInstance }) => userInstance === 1)
      .map(({ join }) => ({ size: instance.conference.id, offset: join - scheduled(instance) })),
  ),
  ({ size }) => size,
)

joining('is late for 0.3 of the people, however many there are', () => {
  for (const all of offsets.values()) {
    assertShare(all.filter(({ offset }) => offset > MINUTE).length, all.length, 0.3)
  }
})

joining('is late by a minute and a log-normal of median 110 s, so by 222 s in the mean', () => {
  const late = [...offsets.values()]
    .flat()
    .filter(({ offset }) => offset > MINUTE)
    .map(({ offset }) => offset / SECOND)
  assertLaw(late, (x) => logNormalCdf(110, 0.9)(x - 60))
  const { mean } = moments(late)
  assert.ok(Math.abs(mean - 222) < 6, `mean ${mean}`)
})

joining('is early for most of the others, by less than sixteen minutes', () => {
  const punctual = [...offsets.values()].flat().filter(({ offset }) => offset <= MINUTE)
  const early = punctual.filter(({ offset }) => offset < 0).length / punctual.length
  assert.ok(0.6 < early && early < 0.95, `${early}`)
  assert.ok(punctual.every(({ offset }) => offset > -16 * MINUTE))
})

joining(
  'leads through the lobby for 0.25 of the people, 0.05 of those on the telephone, and never for the organizer',
  () => {
    const callers: ConferenceEntry = { ...MANY, at: '20:00', attendees: ['callers'] }
    const plan = years({ many: MANY, callers }, { ...STEADY, lobby: undefined })
    const waited = instancesOf(plan).flatMap(({ attendances }) =>
      attendances.map(({ participant, dialogTime, join }) => {
        const { kind, person } = participant.identity
        return { who: person.id === 'ann' ? 'organizer' : kind, isLong: join - dialogTime > 5 * SECOND }
      }),
    )
    const byKind = groupBy(waited, ({ who }) => who)
    const count = (who: string) => (byKind.get(who) ?? []).filter(({ isLong }) => isLong).length
    assertShare(count('internal'), byKind.get('internal')?.length ?? 0, 0.25)
    assertShare(count('pstn'), byKind.get('pstn')?.length ?? 0, 0.05)
    assert.is(count('organizer'), 0)
  },
)

joining('happens in 0.85 of the occurrences of a series, always for the organizer', () => {
  const instances = instancesOf(years({ many: MANY }))
  const present = instances.flatMap(({ attendances }) => [
    ...new Set(attendances.map(({ participant }) => participant.identity.person.id)),
  ])
  assertShare(present.filter((id) => id !== 'ann').length, instances.length * 12, 0.85)
  assert.is(present.filter((id) => id === 'ann').length, DAYS)
})

joining('happens always in a conference that is held once', () => {
  const once = Object.fromEntries(
    Array.from({ length: 100 }, (_, n): [string, ConferenceEntry] => [
      `c${n}`,
      { ...MANY, every: undefined, on: new Date(Date.UTC(2010, 0, 4 + n)).toISOString().slice(0, 10) },
    ]).map(([id, { every: _, ...entry }]) => [id, entry]),
  )
  for (const { attendances } of instancesOf(years(once)))
    assert.is(new Set(attendances.map(({ participant }) => participant.userId)).size, 13)
})

joining(
  'follows on the start of a meet-now conference within seconds: half of the others within 25 s',
  () => {
    const plan = years({ now: { ...MANY, kind: 'meet-now' } }, STEADY)
    const waits = instancesOf(plan).flatMap((instance) => {
      const others = instance.attendances.filter(
        ({ participant }) => participant.identity.person.id !== 'ann',
      )
      return others.map(({ dialogTime }) => (dialogTime - instance.open) / SECOND)
    })
    assertLaw(waits, logNormalCdf(25, 1))
  },
)

joining.run()

const length = suite('the length')

length(
  'of a slot is one of 15 to 120 minutes by its share; with 0.51 it runs over, or else ends early',
  () => {
    const { length: _, ...slot } = TWO
    const minutes = headsOf(years({ slot })).map(
      ({ end, occurrence }) => (end - occurrence.scheduled) / MINUTE,
    )
    const shares = [
      [15, 0.07],
      [30, 0.43],
      [45, 0.07],
      [60, 0.35],
      [90, 0.05],
      [120, 0.03],
    ] as const
    const held = (slot: number) => (x: number) => {
      const early = x < 0.2 * slot ? 0 : x >= slot ? 1 : 1 - exponentialCdf(0.12 * slot)(slot - x)
      return 0.51 * exponentialCdf(4)(x - slot - 1) + 0.49 * early
    }
    assertLaw(minutes, (x) => shares.reduce((sum, [slot, share]) => sum + share * held(slot)(x), 0))
  },
)

length('runs over by more than a minute with 0.51, by four minutes more in the mean', () => {
  const over = headsOf(lateness).map(({ end, occurrence }) => end - occurrence.scheduled - HOUR)
  const late = over.filter((ticks) => ticks > 30 * SECOND)
  assertShare(late.length, over.length, 0.51)
  assert.ok(late.every((ticks) => ticks >= MINUTE))
  assertMean(
    late.map((ticks) => ticks / SECOND),
    300,
  )
})

length('of a meet-now conference is log-normal with median 10 minutes, between 12 s and 8 h', () => {
  const { length: _, ...now } = { ...TWO, kind: 'meet-now' as const }
  const seconds = headsOf(years({ now })).map(({ end, occurrence }) => (end - occurrence.scheduled) / SECOND)
  assertLaw(seconds, (x) => (x < 12 ? 0 : x >= 28_800 ? 1 : logNormalCdf(600, 1.1)(x)))
})

length.run()

const leaving = suite('leaving')

leaving('is early for 0.05 of the people up to half an hour, 0.11 up to an hour, and 0.26 beyond', () => {
  const conferences = {
    short: { ...MANY, length: '20m' },
    medium: { ...MANY, at: '18:00', length: '48m' },
    long: { ...MANY, at: '06:00', length: '2h' },
  }
  const plan = years(conferences, { ...STEADY, earlyLeave: undefined })
  const heads = new Map(headsOf(plan).map((head) => [head.sessionIdTime, head]))
  const classes = new Map([
    [0.05, { early: 0, expected: 0, all: 0 }],
    [0.11, { early: 0, expected: 0, all: 0 }],
    [0.26, { early: 0, expected: 0, all: 0 }],
  ])
  for (const { sessionIdTime, attendances } of instancesOf(plan)) {
    const { end, occurrence } = heads.get(sessionIdTime) as Head
    const minutes = (end - occurrence.scheduled) / MINUTE
    const share = minutes <= 30 ? 0.05 : minutes <= 60 ? 0.11 : 0.26
    const counts = classes.get(share) as { early: number; expected: number; all: number }
    for (const { join, leave } of attendances) {
      counts.all += 1
      // Somebody who leaves early in the last minute cannot be told from the others.
      counts.expected += share * Math.max(0, 1 - MINUTE / (end - join)) ** 2
      if ((leave as Ticks) < end - MINUTE) counts.early += 1
    }
  }
  for (const { early, expected, all } of classes.values()) assertShare(early, all, expected / all)
})

leaving('is normal around the end with a deviation of 12 s for all others', () => {
  const plan = years({ few: FEW }, STEADY)
  const ends = new Map(headsOf(plan).map(({ sessionIdTime, end }) => [sessionIdTime, end]))
  const spans = instancesOf(plan).flatMap(({ sessionIdTime, attendances }) =>
    attendances.map(({ leave }) => ((leave as Ticks) - (ends.get(sessionIdTime) as Ticks)) / SECOND),
  )
  assertLaw(spans, (x) => normalCdf(x / 12))
})

const long: ConferenceEntry = { ...MANY, at: '06:00', length: '6h', attendees: ['staff', 'cy'] }

leaving('is a cut for 0.025 of the sessions, and 0.9 of the cut come back', () => {
  const plan = years({ long }, { ...STEADY, drop: undefined })
  const ends = new Map(headsOf(plan).map(({ sessionIdTime, end }) => [sessionIdTime, end]))
  let [sessions, cuts, back] = [0, 0, 0]
  for (const { sessionIdTime, attendances } of instancesOf(plan)) {
    const end = ends.get(sessionIdTime) as Ticks
    for (const own of groupBy(attendances, ({ participant }) => participant.userId).values()) {
      const isGone = Math.max(...own.map(({ leave }) => leave as Ticks)) < end - MINUTE
      sessions += own.length
      back += own.length - 1
      cuts += own.length - 1 + (isGone ? 1 : 0)
    }
  }
  assertShare(cuts, sessions, 0.025)
  assert.ok(cuts > 500)
  const deviate = (back - 0.9 * cuts) / Math.sqrt(0.09 * cuts)
  assert.ok(Math.abs(deviate) < 4.9, `${back} of ${cuts} come back`)
})

leaving('is a change to another device for 0.015 of the sessions of somebody who has two', () => {
  const counts = instancesOf(years({ long }, { ...STEADY, changeDevice: undefined })).map((instance) =>
    attendancesOf(instance, 'cy'),
  )
  const changes = counts.reduce((sum, own) => sum + own.length - 1, 0)
  assertShare(changes, counts.flat().length, 0.015)
  for (const own of counts)
    for (const [at, { endpoint }] of own.entries())
      assert.is(endpoint.device, at % 2 === 0 ? 'desktop' : 'mobile')
})

leaving(
  'of one device is not leaving of the other: 0.04 are there on two, for half of the time or more',
  () => {
    const own = instancesOf(years({ long }, { ...STEADY, secondDevice: undefined })).map((instance) =>
      attendancesOf(instance, 'cy'),
    )
    const twice = own.filter(({ length: count }) => count === 2)
    assertShare(twice.length, own.length, 0.04)
    for (const [first, second] of twice) {
      const share =
        ((second?.leave ?? 0) - (second?.dialogTime ?? 0)) / ((first?.leave ?? 1) - (first?.join ?? 0))
      assert.ok(second?.endpoint.device === 'mobile' && share > 0.499 && share < 1.001)
    }
  },
)

leaving.run()

const tells = suite('nothing gives the data away:')

const usual = instancesOf(years({ two: TWO, few: FEW, many: MANY }))
const crowds = usual.filter(({ attendances }) => attendances.length >= 7)
const shareOf = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length / items.length

tells('people do not all join in one second, nor all leave in one', () => {
  assert.ok(crowds.length > 1000)
  const isAtOnce = (times: readonly (Ticks | null)[]) =>
    new Set(times.map((time) => Math.floor((time ?? 0) / SECOND))).size === 1
  assert.is(
    shareOf(crowds, ({ attendances }) => isAtOnce(attendances.map(({ join }) => join))),
    0,
  )
  assert.is(
    shareOf(crowds, ({ attendances }) => isAtOnce(attendances.map(({ leave }) => leave))),
    0,
  )
})

tells('somebody is early and somebody is late in almost every large conference', () => {
  assert.ok(
    shareOf(crowds, (instance) => instance.attendances.some(({ join }) => join < scheduled(instance))) > 0.9,
  )
  assert.ok(
    shareOf(crowds, (instance) =>
      instance.attendances.some(({ join }) => join > scheduled(instance) + MINUTE),
    ) > 0.95,
  )
})

tells('durations are no whole minutes, and moments no whole seconds', () => {
  const all = usual.flatMap(({ attendances }) => attendances)
  const durations = [
    ...all.map(({ join, leave }) => (leave as Ticks) - join),
    ...usual.map(({ open, close }) => (close as Ticks) - open),
  ]
  assert.ok(shareOf(durations, (ticks) => ticks % MINUTE === 0) < 0.001)
  for (const moment of ['dialogTime', 'join', 'leave'] as const) {
    const share = shareOf(all, (attendance) => mod(attendance[moment] as Ticks, SECOND) === 0)
    assert.ok(share < 0.01, `${moment}: ${share}`)
  }
})

tells('a series is not always complete, some come back, and some are there twice', () => {
  const sizes = crowds.map(
    ({ attendances }) => new Set(attendances.map(({ participant }) => participant.userId)).size,
  )
  assert.ok(new Set(sizes).size > 4)
  assert.ok(usual.some(({ attendances }) => attendances.some(({ userInstance }) => userInstance > 1)))
})

tells('people are there for 0.75 to 0.87 of the time of a conference', () => {
  const heads = new Map(
    headsOf(years({ two: TWO, few: FEW, many: MANY })).map((head) => [head.sessionIdTime, head]),
  )
  let [there, possible] = [0, 0]
  for (const { sessionIdTime, attendances } of usual) {
    const { end, occurrence } = heads.get(sessionIdTime) as Head
    const inside = (time: Ticks) => Math.min(end, Math.max(occurrence.scheduled, time))
    const persons = new Set(attendances.map(({ participant }) => participant.userId)).size
    possible += persons * (end - occurrence.scheduled)
    for (const { join, leave } of attendances) there += inside(leave as Ticks) - inside(join)
  }
  const presence = there / possible
  assert.ok(0.75 < presence && presence < 0.87, `${presence}`)
})

tells('not everybody has the same build at a time, and everybody gets newer ones', () => {
  const all = crowds.flatMap(({ attendances }) => attendances)
  const onOneDay = (crowds[500] as ConferenceInstance).attendances
  assert.ok(new Set(onOneDay.map(({ client }) => client.version)).size > 1)
  for (const own of groupBy(all, ({ endpointId }) => String(endpointId)).values()) {
    if (own.length > 1000) assert.ok(new Set(own.map(({ client }) => client.version)).size > 1)
  }
})

tells.run()
