import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { PHONE } from '../../../src/plan/population/division.ts'
import { HELD } from '../../../src/plan/population/law.ts'
import { AUDIO, KIND } from '../../../src/plan/population/participants.ts'
import type { ScenarioFile } from '../../../src/scenario/file.ts'
import { presets } from '../../../src/scenario/presets.ts'
import { meanParticipants, normalBelow } from '../../../src/scenario/sizes.ts'
import { DAY, HOUR, MINUTE, mod, weekday } from '../../../src/time/ticks.ts'
import { planOf } from '../../generated.ts'
import { groupBy } from '../../group-by.ts'
import { did, everDid, type Held, heldIn, independent, isOnTheSpot } from './held.ts'
import {
  chiSquare,
  chiSquareLimit,
  dkw,
  FAR,
  ks,
  lewis,
  logNormalBelow,
  mean,
  serial,
  sum,
  totalVariation,
  z,
} from './statistics.ts'

// Does the code draw from the law that it declares? C1 to C13 of conference-realism, section 6.1.

const law = presets['sfb-2016']

/** 26 weeks without seasons, holidays and good or bad days: 0.1 x 4,000 users on each working day. */
const EVEN: ScenarioFile = {
  scenario: 'even',
  seed: 1,
  start: '2016-01-04',
  days: 182,
  timezone: 'Europe/London',
  population: {
    users: 4000,
    dayVariation: 0,
    months: { january: 1, april: 1, may: 1, july: 1, august: 1, october: 1, december: 1 },
    holidays: { days: [] },
  },
}

const all = heldIn(planOf(EVEN))
const once = independent(all)
const spot = all.filter(isOnTheSpot)
const scheduled = all.filter((one) => !isOnTheSpot(one))
const meanSize = meanParticipants(law.participants)
const outside = meanSize / (meanSize - 1)

const conformance = suite('conformance')

/** That so many of `of` are so, each with the same probability. */
function isRate<T>(what: string, of: readonly T[], isSo: (one: T) => boolean, probability: number): void {
  const count = of.filter(isSo).length
  const far = z(count, of.length, probability)
  const seen = `${what}: ${count} of ${of.length} is ${((100 * count) / of.length).toFixed(2)} %`
  assert.ok(
    Math.abs(far) < FAR,
    `${seen}, not ${(100 * probability).toFixed(2)} %: ${far.toFixed(1)} deviations`,
  )
}

function isShares(what: string, counts: readonly number[], shares: readonly number[], most = 0.02): void {
  const [found, limit] = [chiSquare(counts, shares), chiSquareLimit(counts.length - 1)]
  assert.ok(found < limit, `${what}: chi-square ${found.toFixed(1)}, limit ${limit.toFixed(1)}: ${counts}`)
  const effect = totalVariation(counts, shares)
  assert.ok(effect < most, `${what}: total variation ${effect}`)
}

function counted<T>(of: readonly T[], cells: number, cellOf: (one: T) => number): number[] {
  const counts = Array(cells).fill(0)
  for (const one of of) counts[cellOf(one)]++
  return counts
}

const SIZES = [2, 3, 4, 6, 10, 19, 49, 99]

function isSizeLaw(conferences: readonly Held[]): void {
  // Hardly any conference of few is larger than 99.
  const bounds = conferences.length < 20_000 ? SIZES.slice(0, -1) : SIZES
  const upTo = bounds.map((size) => normalBelow(Math.log((size + 0.5) / 4) / 0.91))
  const shares = [...upTo, 1].map((share, at) => share - (upTo[at - 1] ?? 0))
  const counts = counted(conferences, bounds.length + 1, ({ people }) => {
    const cell = bounds.findIndex((size) => people.length <= size)
    return cell < 0 ? bounds.length : cell
  })
  isShares('sizes', counts, shares)
}

conformance('C1: sizes follow the log-normal of row 2, those of a series taken once', () => {
  assert.ok(once.length >= 20_000)
  isSizeLaw(once)
})

conformance('C2: starts follow the hours of row 4', () => {
  const hours = counted(once, 24, ({ local }) => Math.floor(mod(local, DAY) / HOUR))
  const late = (list: readonly number[]) => [...list.slice(7, 18), sum(list.slice(18))]
  assert.is(sum(hours.slice(0, 7)), 0)
  isShares('hours', late(hours), late(law.hours))
})

conformance('C3: days of the week follow row 5, where no day is busier by chance', () => {
  isShares(
    'weekdays',
    counted(all, 7, ({ day }) => weekday(day)),
    law.weekdays,
  )
})

conformance('C4: the minutes of scheduled starts follow row 7, and there are no others', () => {
  const minuteOf = ({ local }: Held) => mod(local, HOUR) / MINUTE
  const minutes = law.startMinutes.map(([minute]) => minute)
  assert.ok(scheduled.every((one) => minutes.includes(minuteOf(one))))
  const own = once.filter((one) => !isOnTheSpot(one))
  isShares(
    'minutes',
    counted(own, minutes.length, (one) => minutes.indexOf(minuteOf(one))),
    law.startMinutes.map(([, share]) => share),
  )
  isShares(
    'slots',
    counted(own, law.slots.length, ({ slot }) => law.slots.findIndex(([length]) => length === slot)),
    law.slots.map(([, share]) => share),
  )
})

conformance('C5: lengths on the spot follow the log-normal of row 11', () => {
  const lengths = spot.map((one) => one.end - one.scheduled)
  const { median, sigma, shortest, longest } = law.meetNow
  assert.ok(lengths.every((length) => length >= shortest && length <= longest))
  const distance = ks(lengths, logNormalBelow(median, sigma))
  assert.ok(distance < dkw(lengths.length), `distance ${distance} of ${lengths.length}`)
})

conformance('C6: the late are late as row 13 says, where the conference is long enough for it', () => {
  const lateness = scheduled
    .filter((one) => one.end - one.scheduled >= 45 * MINUTE)
    .flatMap((one) => one.people.filter((person) => did(person, 'late')).map((person) => lateBy(one, person)))
  const distance = ks(lateness, logNormalBelow(law.lateBy.median, law.lateBy.sigma))
  assert.ok(distance < dkw(lateness.length), `distance ${distance} of ${lateness.length}`)
})

function lateBy(one: Held, { sessions }: Held['people'][number]): number {
  return (sessions[0]?.join ?? Number.NaN) - one.scheduled - MINUTE
}

conformance('leaves follow rows 16 and 17: early ones a Beta law, the others a normal one', () => {
  const long = all.filter((one) => one.end - one.scheduled >= 20 * MINUTE)
  const stays = long.flatMap(({ end, people }) =>
    people
      .filter((person) => person.sessions.length === 1 && !did(person, 'partial') && !did(person, 'cut'))
      .map(({ how, sessions: [only] }) => ({ how, end, join: only?.join ?? 0, leave: only?.leave ?? 0 })),
  )
  const early = stays.filter((stay) => did(stay, 'leftEarly'))
  const parts = early.map(({ end, join, leave }) => (leave - join) / (end - join))
  const distance = ks(parts, (part) => Math.min(1, part ** 2))
  assert.ok(distance < dkw(parts.length), `early: distance ${distance} of ${parts.length}`)
  // Whole ticks are steps of a law that has none; they are far smaller than its deviation.
  const others = stays.filter((stay) => !did(stay, 'leftEarly')).map(({ end, leave }) => leave - end)
  const ordinary = ks(others, (after) => normalBelow(after / law.leaveSpread))
  assert.ok(ordinary < dkw(others.length), `ordinary: distance ${ordinary} of ${others.length}`)
})

conformance('C7: conferences are scheduled, run over and have audio as rows 3, 10 and 21 say', () => {
  isRate('scheduled', all, (one) => !isOnTheSpot(one), law.kinds.scheduled)
  isRate('over', scheduled, ({ end, scheduled: start, slot }) => end - start > slot, law.ends.over)
  isShares(
    'audio',
    counted(once, 4, ({ audio }) => audio),
    [AUDIO.mixed, AUDIO.voip, AUDIO.dialIn, AUDIO.none].map((audio) => shareOfAudio(audio)),
  )
})

function shareOfAudio(audio: number): number {
  const { mixed, voip, dialIn, none } = law.audio
  return [mixed, voip, dialIn, none][audio] as number
}

conformance('C7: people are late, there for a part, and leave early as rows 12, 15 and 16 say', () => {
  for (const [from, to, probability] of [
    [2, 2, law.late.two],
    [3, 6, law.late.few],
    [7, 250, law.late.many],
  ] as const) {
    const people = scheduled
      .filter((one) => one.people.length >= from && one.people.length <= to)
      .flatMap((one) => one.people.filter((person) => !did(person, 'partial')))
    isRate(`late of ${from} to ${to}`, people, (person) => did(person, 'late'), probability)
  }
  const guests = all
    .filter((one) => one.end - one.scheduled > MINUTE)
    .flatMap(({ people }) => people.slice(1))
  isRate('partial', guests, (person) => did(person, 'partial'), law.partial * outside)
  for (const [from, to, probability] of [
    [0, 30, law.earlyLeave.short],
    [30, 60, law.earlyLeave.medium],
    [60, 9999, law.earlyLeave.long],
  ] as const) {
    const people = all
      .filter((one) => one.end - one.scheduled > from * MINUTE && one.end - one.scheduled <= to * MINUTE)
      .flatMap((one) => one.people.filter((person) => !did(person, 'partial')))
    isRate(`early from ${from} to ${to}`, people, (person) => did(person, 'leftEarly'), probability)
  }
})

conformance(
  'C7: sessions are cut, and people come back or have a second device, as rows 18 and 19 say',
  () => {
    const people = all.filter((one) => one.end - one.scheduled > 10 * MINUTE).flatMap((one) => one.people)
    const whole = people.filter((person) => !did(person, 'partial') && !did(person, 'leftEarly'))
    const sessions = whole.flatMap((person) => person.sessions)
    isRate('cut', sessions, (session) => did(session, 'cut'), law.drop)
    const authenticated = whole.filter(({ kind }) => kind === KIND.user || kind === KIND.partner)
    isRate('second device', authenticated, (person) => everDid(person, 'secondDevice'), law.secondDevice)
  },
)

conformance('C7: who takes part on the spot follows rows 20 and 25', () => {
  const others = spot.flatMap(({ audio, people }) => people.slice(1).map((person) => ({ audio, ...person })))
  const isByPhone = ({ kind }: { kind: number }) => kind === KIND.caller || kind === KIND.userByPhone
  const ofMixed = others.filter(({ audio }) => audio === AUDIO.mixed)
  isRate('dial-in of mixed', ofMixed, isByPhone, law.dialInOfMixed)
  const byPhone = others.filter(isByPhone)
  isRate('callers', byPhone, ({ kind }) => kind === KIND.caller, law.anonymousCallers * outside)
  const byNet = others.filter((person) => !isByPhone(person))
  isRate('anonymous', byNet, ({ kind }) => kind === KIND.guest, law.origins.anonymous * outside)
  isRate('federated', byNet, ({ kind }) => kind === KIND.partner, law.origins.federated * outside)
  isRate('lobby by phone', byPhone, (person) => did(person, 'lobby'), law.lobby.phone)
  isRate('lobby', byNet, (person) => did(person, 'lobby'), law.lobby.other)
  // A place is for a day, so each user's first conference of a day tells.
  const places = firstOf(
    spot.flatMap(({ day, people }) => people.map((person) => ({ day, ...person }))),
    ({ day, userId, kind }) => (kind === KIND.user ? `${day} ${userId}` : null),
  )
  const { internal, remote } = law.origins
  isRate('remote', places, ({ sessions }) => !sessions[0]?.isInternal, remote / (internal + remote))
})

conformance('C7: clients follow rows 22 and 23, each person counted once for what is their own', () => {
  const own = spot.flatMap(({ people }) => people).filter(({ kind }) => kind === KIND.user)
  const users = firstOf(own, ({ userId }) => `${userId}`)
  isRate('earlier', users, (person) => did(person, 'earlierClient'), law.clients.earlier)
  const current = users.filter((person) => !did(person, 'earlierClient'))
  isRate('mobile', current, (person) => did(person, 'mobile'), law.mobile)
  const invited = scheduled.flatMap(({ people }) =>
    people.filter((person) => person.kind === KIND.user && !did(person, 'earlierClient')),
  )
  isRate('web', invited, (person) => did(person, 'web'), law.clients.web / (1 - law.clients.earlier))
  const phones = planOf(EVEN).company?.standing(0).division.traits.phone ?? new Uint8Array()
  isRate('phones', [...phones], (phone) => phone !== PHONE.none, 0.4)
})

function firstOf<T>(list: readonly T[], keyOf: (one: T) => string | null): T[] {
  const seen = new Set<string>()
  return list.filter((one) => {
    const key = keyOf(one)
    if (key === null || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Starts within each hour of each day, so transformed that they are uniform if they are a Poisson process. */
function arrivals(conferences: readonly Held[]): number[] {
  const byHour = groupBy(conferences, ({ scheduled: start }) => Math.floor(start / HOUR))
  return [...byHour].flatMap(([hour, held]) =>
    lewis(
      held.map(({ scheduled: start }) => start),
      hour * HOUR,
      (hour + 1) * HOUR,
    ),
  )
}

conformance('C8: starts on the spot are a Poisson process within each hour', () => {
  const times = arrivals(spot)
  const distance = ks(times, (value) => value)
  assert.ok(distance < dkw(times.length), `distance ${distance} of ${times.length}`)
})

conformance('C9: scheduled starts are none', () => {
  assert.ok(ks(arrivals(scheduled), (value) => value) > 0.2)
})

conformance('C10: days differ as Poisson counts do, and by as much more as row 1 says', () => {
  const dispersion = (conferences: readonly Held[], variation: number, users = 4000) => {
    const counts = groupBy(conferences, ({ day }) => day)
    const workdays = [...counts].filter(([day]) => weekday(day) >= 1 && weekday(day) <= 5)
    const working = mean(law.weekdays.slice(1, 6))
    const parts = workdays.map(([day, held]) => {
      const expected = (0.1 * users * (law.weekdays[weekday(day)] as number)) / working
      return (held.length - expected) ** 2 / (expected + variation ** 2 * expected ** 2)
    })
    assert.is(parts.length, 130)
    return sum(parts)
  }
  const [least, most] = [chiSquareLimit(130, -4.7534), chiSquareLimit(130)]
  const isBetween = (value: number) => value > least && value < most
  assert.ok(isBetween(dispersion(all, 0)), `${dispersion(all, 0)} for even days`)
  const varied = heldIn(
    planOf({ ...EVEN, population: { ...EVEN.population, users: 2000, dayVariation: 0.1 } }),
  )
  assert.ok(
    isBetween(dispersion(varied, 0.1, 2000)),
    `${dispersion(varied, 0.1, 2000)} for days of variation 0.1`,
  )
  assert.not.ok(isBetween(dispersion(varied, 0, 2000)), 'without the variation')
})

conformance('C11: one being late says nothing about another', () => {
  for (const [from, to, probability] of [
    [2, 2, law.late.two],
    [3, 6, law.late.few],
    [7, 250, law.late.many],
  ] as const) {
    let [count, expected, variance] = [0, 0, 0]
    for (const { people } of scheduled) {
      if (people.length < from || people.length > to) continue
      const steady = people.filter((person) => !did(person, 'partial'))
      const chance = 1 - (1 - probability) ** steady.length
      if (steady.some((person) => did(person, 'late'))) count++
      expected += chance
      variance += chance * (1 - chance)
    }
    const far = (count - expected) / Math.sqrt(variance)
    assert.ok(Math.abs(far) < FAR, `of ${from} to ${to}: ${count}, expected ${expected}`)
  }
})

conformance('C12: sizes and lengths leave no trace in those that follow', () => {
  const own = all.filter(({ held }) => held !== HELD.inSeries)
  const limit = FAR / Math.sqrt(own.length)
  const sizes = serial(own.map(({ people }) => Math.log(people.length)))
  assert.ok(Math.abs(sizes) < limit, `sizes: ${sizes}`)
  const lengths = serial(spot.map(({ end, scheduled: start }) => Math.log(end - start)))
  assert.ok(Math.abs(lengths) < FAR / Math.sqrt(spot.length), `lengths: ${lengths}`)
})

conformance('C13: one seed gives the same conferences, another seed others of the same law', () => {
  const short = { ...EVEN, days: 14 }
  const conferences = heldIn(planOf(short))
  assert.equal(heldIn(planOf(short)), conferences)
  const others = heldIn(planOf({ ...EVEN, seed: 2, days: 56 }))
  const ids = new Set(conferences.map(({ instance }) => instance))
  assert.not.ok(others.some(({ instance }) => ids.has(instance)))
  isSizeLaw(independent(others))
})

conformance.run()
