import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { HELD } from '../../../src/plan/population/law.ts'
import { KIND } from '../../../src/plan/population/participants.ts'
import type { ScenarioFile } from '../../../src/scenario/file.ts'
import { DAY, HOUR, MINUTE, mod, msFromTicks, SECOND, weekday } from '../../../src/time/ticks.ts'
import { planOf } from '../../generated.ts'
import { groupBy } from '../../group-by.ts'
import { did, type Held, heldIn, isOnTheSpot } from './held.ts'
import { mean, sum } from './statistics.ts'

// What gives fake data away, each a law that it does not hold here: section 6.3 of conference-realism.

/** Around a change of the clock that falls on a Sunday night. */
const COMPANY: ScenarioFile = {
  scenario: 'company',
  seed: 1,
  start: '2016-03-07',
  days: 28,
  timezone: 'Europe/London',
  population: { users: 10_000 },
}

const company = heldIn(planOf(COMPANY))
const people = company.flatMap((one) => one.people)
const sessions = people.flatMap((person) => person.sessions)
const scheduled = company.filter((one) => !isOnTheSpot(one))

const tells = suite('no tell of fake data')

function share<T>(of: readonly T[], isSo: (one: T) => boolean): number {
  return of.filter(isSo).length / of.length
}

function isBetween(value: number, least: number, most: number): void {
  assert.ok(value > least && value < most, `${value} is not between ${least} and ${most}`)
}

const joinsOf = (one: Held) => one.people.map(({ sessions: own }) => own[0]!.join)
const leavesOf = (one: Held) => one.people.map(({ sessions: own }) => Math.max(...own.map((of) => of.leave)))
const startsIn = (hour: number) => company.filter(({ local }) => Math.floor(mod(local, DAY) / HOUR) === hour)

tells('whole minutes are no commoner among the lengths than other spans', () => {
  const lengths = [
    ...sessions.map(({ join, leave }) => leave - join),
    ...company.map((c) => c.close - c.open),
  ]
  assert.ok(share(lengths, (length) => length % MINUTE === 0) < 0.0005)
  assert.ok(share(lengths, (length) => length % SECOND === 0) < 0.01)
})

tells('people do not join in the same second', () => {
  const larger = company.filter((one) => one.people.length > 2)
  const isAtOnce = (one: Held) => Math.max(...joinsOf(one)) - Math.min(...joinsOf(one)) < SECOND
  assert.ok(share(larger, isAtOnce) < 0.002)
})

tells('some come before a scheduled conference begins, most after, and nobody half an hour before', () => {
  const early = scheduled.flatMap((one) => joinsOf(one).map((join) => join - one.scheduled))
  isBetween(
    share(early, (join) => join < 0),
    0.2,
    0.6,
  )
  assert.ok(early.every((join) => join > -HOUR / 2))
})

tells('people do not leave at the same time, though most do so within a minute', () => {
  const larger = company.filter((one) => one.people.length > 2)
  assert.ok(share(larger, (one) => new Set(leavesOf(one)).size < one.people.length) < 0.25)
  assert.ok(share(larger, (one) => Math.max(...leavesOf(one)) - Math.min(...leavesOf(one)) < SECOND) < 0.01)
  const behind = larger.flatMap((one) => leavesOf(one).map((leave) => Math.max(...leavesOf(one)) - leave))
  isBetween(
    share(behind, (leave) => leave < MINUTE),
    0.6,
    0.95,
  )
})

tells('quarter hours are not equally likely: most begin on the hour, then on the half', () => {
  const at = (minute: number) => share(scheduled, ({ local }) => mod(local, HOUR) === minute * MINUTE)
  assert.ok(at(0) > 1.4 * at(30) && at(30) > 2.5 * at(15) && at(15) > at(45) / 2 && at(45) > 0.02)
})

tells('weekdays are not equally likely', () => {
  const week = [0, 1, 2, 3, 4, 5, 6].map((day) => share(company, (one) => weekday(one.day) === day))
  assert.ok(week[2]! > 1.2 * week[5]! && week[5]! > 5 * week[6]! && week[0]! < 0.03)
})

tells('lunch is a dip between two humps', () => {
  const [ten, noon, two] = [10, 12, 14].map((hour) => startsIn(hour).length) as [number, number, number]
  assert.ok(noon < 0.8 * ten && noon < 0.8 * two)
})

tells('occurrences of a series are cancelled now and then, and not all of its people come each time', () => {
  const inSeries = scheduled.filter(({ held }) => held === HELD.inSeries)
  const daily = [...groupBy(inSeries, ({ uri }) => uri).values()].filter((held) => held.length > 10)
  assert.ok(daily.length > 30)
  isBetween(mean(daily.map((held) => held.length / 20)), 0.7, 0.95)
  assert.ok(share(daily, (held) => held.length < 19) > 0.3)
  const attendance = daily.flatMap((held) => {
    const members = groupBy(
      held.flatMap((one) => one.people.filter(({ kind }) => kind === KIND.user)),
      ({ userId }) => userId,
    )
    const regular = [...members.values()].filter((of) => of.length > held.length / 2)
    return regular.map((of) => of.length / held.length)
  })
  isBetween(mean(attendance), 0.75, 0.95)
  assert.ok(share(attendance, (part) => part < 1) > 0.5)
  assert.ok(share(daily, (held) => new Set(held.map((one) => one.people.length)).size > 1) > 0.5)
})

tells('some come back after they were cut off, some do not, and telephones have no endpoint', () => {
  const back = sum(sessions.map((of) => (did(of, 'cameBack') ? 1 : 0)))
  const cut = sum(sessions.map((of) => (did(of, 'cut') ? 1 : 0)))
  isBetween(back / cut, 0.6, 0.95)
  isBetween(
    share(people, ({ sessions: own }) => own.length > 1),
    0.03,
    0.12,
  )
  isBetween(
    share(sessions, ({ endpoint }) => endpoint === null),
    0.15,
    0.35,
  )
})

tells('some people meet far more than others', () => {
  const users = people.filter(({ kind }) => kind === KIND.user || kind === KIND.userByPhone)
  const counts = [...groupBy(users, ({ userId }) => userId).values()].map((of) => of.length)
  counts.sort((a, b) => b - a)
  const busiest = sum(counts.slice(0, 1000)) / sum(counts)
  assert.ok(busiest > 0.2, `the busiest tenth has ${busiest}`)
  const byOrganizer = groupBy(company, ({ people: [organizer] }) => organizer?.userId)
  const organized = [...byOrganizer.values()].map((of) => of.length).sort((a, b) => b - a)
  isBetween(sum(organized.slice(0, 1000)) / company.length, 0.35, 0.6)
})

tells('nobody is in two conferences at once', () => {
  for (const [, own] of groupBy(
    company.flatMap((one) =>
      one.people.map(({ userId, sessions: all }) => ({
        userId,
        from: Math.min(...all.map(({ dialog }) => dialog)),
        to: Math.max(...all.map(({ leave }) => leave)),
      })),
    ),
    ({ userId }) => userId,
  )) {
    own.sort((a, b) => a.from - b.from)
    for (const [at, { from }] of own.entries()) assert.ok(from > (own[at - 1]?.to ?? 0))
  }
})

tells('builds differ from user to user, and no build is that of nearly everybody', () => {
  const users = new Map(people.map(({ userId, kind, sessions: [first] }) => [userId, { kind, ...first }]))
  const clients = [...users.values()].filter(({ kind }) => kind === KIND.user).map(({ client }) => client)
  const byBuild = [...groupBy(clients, (client) => client).values()].map((of) => of.length / clients.length)
  assert.ok(byBuild.length >= 6)
  assert.ok(Math.max(...byBuild) < 0.5)
})

tells('fractions of a second are all equally likely', () => {
  const times = sessions.flatMap(({ dialog, join, leave }) => [dialog, join, leave])
  for (const time of [0, 3, 7]) {
    isBetween(
      share(times, (tick) => msFromTicks(tick) % 10 === time),
      0.32,
      0.35,
    )
  }
  assert.ok(share(times, (tick) => tick % SECOND === 0) < 0.006)
})

/** With people at work at night, as a company with a second shift has them. */
const nights = heldIn(
  planOf({
    ...COMPANY,
    start: '2016-03-25',
    days: 3,
    population: {
      users: 2000,
      hours: { 22: 0.3, 23: 0.4, 0: 0.3 },
      weekdays: { friday: 0.4, saturday: 0.3, sunday: 0.3 },
    },
  }),
)

tells('conferences cross midnight and a change of the clock', () => {
  const crossing = (all: readonly Held[]) =>
    all.filter(({ open, close }) => Math.floor(open / DAY) !== Math.floor(close / DAY))
  assert.ok(crossing(nights).length > 50)
  const west = { ...COMPANY, days: 5, timezone: 'America/Los_Angeles', population: { users: 2000 } }
  assert.ok(crossing(heldIn(planOf(west))).length > 10, 'UTC midnight falls in the afternoon there')
  const change = Date.UTC(2016, 2, 27, 1) * 0.3
  const over = nights.filter(({ open, close }) => open < change && close > change)
  assert.ok(over.length > 0, 'over the change of the clock')
  assert.ok(nights.every((one) => one.sessionIdTime < one.open))
})

tells.run()
