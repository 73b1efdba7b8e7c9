import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Plan } from '../../src/plan/plan.ts'
import { sliceRows } from '../../src/rows/rows.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import { tableSets } from '../../src/schema/tables.ts'
import { dayFromText, HOUR } from '../../src/time/ticks.ts'
import { attendancesOf, instancesOf, planOf, tablesOf } from '../generated.ts'

const numbers = suite('sequence numbers')

/** Two evenings' conferences and a next morning's, with dialogs at one tick after midnight. */
const AROUND_MIDNIGHT: ScenarioFile = {
  scenario: 'around-midnight',
  seed: 1,
  start: '2015-07-13',
  days: 2,
  people: { ann: {}, bob: { devices: ['desktop', 'mobile'] }, cy: {}, dee: {}, eve: {} },
  conferences: {
    morning: {
      at: '00:00',
      on: '2015-07-14',
      organizer: 'ann',
      requested: '5m',
      joins: { ann: [{ invite: '10m', join: '10m1s' }] },
    },
    evening: {
      at: '23:50',
      organizer: 'dee',
      length: '1h',
      joins: {
        bob: [
          { join: '1m', leave: '5m' },
          { invite: '20m', join: '20m5s', device: 'mobile' },
        ],
      },
    },
    alsoMorning: {
      at: '00:00',
      on: '2015-07-14',
      organizer: 'eve',
      requested: '5m',
      joins: { eve: [{ invite: '10m', join: '10m2s' }] },
    },
    alsoEvening: {
      at: '23:30',
      organizer: 'cy',
      length: '1h',
      joins: { cy: [{ invite: '40m', join: '40m1s' }] },
    },
  },
}

function dialogNumbers(
  plan: Plan,
  ...names: readonly (readonly [conference: string, person: string])[]
): (number | undefined)[] {
  return names.map(([conference, person]) => {
    const instance = instancesOf(plan).find((one) => one.conference.id === conference)
    return instance && attendancesOf(instance, person).at(-1)?.dialogSeq
  })
}

numbers(
  'of dialogs after midnight begin with the conferences of the day before, in order of their requests',
  () => {
    const plan = planOf(AROUND_MIDNIGHT)
    const order = [
      ['alsoEvening', 'cy'],
      ['evening', 'bob'],
      ['morning', 'ann'],
      ['alsoMorning', 'eve'],
    ] as const
    assert.equal(dialogNumbers(plan, ...order), [1, 2, 3, 4])
  },
)

numbers('of two conferences that are requested at one tick go by declaration', () => {
  const instances = instancesOf(planOf(AROUND_MIDNIGHT))
  const seq = (id: string) => instances.find(({ conference }) => conference.id === id)?.sessionIdSeq
  assert.equal([seq('morning'), seq('alsoMorning'), seq('evening')], [1, 2, 1])
})

numbers(
  'of the guests of a day go by declaration of their conferences, so that one more at the end changes none',
  () => {
    const at = (time: string, guest: string) => ({
      at: time,
      organizer: 'ann',
      length: '5m',
      attendees: [guest],
    })
    const file = (conferences: ScenarioFile['conferences']): ScenarioFile => ({
      scenario: 'guests',
      seed: 1,
      start: '2015-07-13',
      people: { ann: {}, fay: { kind: 'anonymous' }, gus: { kind: 'anonymous' }, hal: { kind: 'anonymous' } },
      conferences,
    })
    const idsOf = (plan: Plan) => {
      const guests = instancesOf(plan).flatMap(({ attendances }) =>
        attendances.map(({ participant }) => participant),
      )
      return new Map(guests.map(({ identity, userId }) => [identity.person.id, userId]))
    }
    const two = { late: at('16:00', 'fay'), noon: at('12:00', 'gus') }
    const [before, after] = [
      idsOf(planOf(file(two))),
      idsOf(planOf(file({ ...two, early: at('08:00', 'hal') }))),
    ]
    assert.ok((before.get('fay') ?? 0) < (before.get('gus') ?? 0))
    assert.is(before.get('fay'), after.get('fay'))
    assert.is(before.get('gus'), after.get('gus'))
  },
)

numbers('of a day are the same when it is made alone', () => {
  const inOrder = planOf(AROUND_MIDNIGHT)
  const days = [
    ...new Set(instancesOf(inOrder).map(({ sessionIdTime }) => Math.floor(sessionIdTime / (24 * HOUR)))),
  ]
  assert.is(days.length, 2)
  for (const day of days) {
    assert.equal(rowsOf(planOf(AROUND_MIDNIGHT), day), rowsOf(inOrder, day))
  }
})

numbers.run()

const slices = suite('slices of a long scenario')

/** Each conference overlaps the next, and all share a person: none can be seated without the one before. */
const CHAIN: ScenarioFile = {
  scenario: 'chain',
  seed: 2,
  start: '2015-07-13',
  days: 3000,
  people: { ann: { devices: ['desktop', 'mobile'] }, bob: {}, cy: {} },
  conferences: {
    relay: { at: '12:00', every: 'day', length: '25h', organizer: 'ann', attendees: ['bob'] },
    aside: { at: '09:00', every: '2 weeks', organizer: 'bob', attendees: ['cy'], closes: 'never' },
  },
}

slices(
  'are the same whether the last one is made first or after all the others, whatever is still in memory',
  () => {
    const inOrder = planOf(CHAIN)
    const { firstSlice, lastSlice } = inOrder
    const some = [lastSlice - 2, firstSlice + 1000, lastSlice - 1, firstSlice + 3]
    const expected = new Map<number, string>()
    for (let day = firstSlice; day <= lastSlice; day++) expected.set(day, rowsOf(inOrder, day))
    const alone = planOf(CHAIN)
    for (const day of some) assert.is(rowsOf(alone, day), expected.get(day))
    assert.is(rowsOf(inOrder, firstSlice + 3), expected.get(firstSlice + 3))
  },
)

slices('hold each conference once, and nothing outside of the days of the plan', () => {
  const plan = planOf(AROUND_MIDNIGHT)
  assert.is(tablesOf(plan).Conferences.length, 4)
  for (const day of [plan.firstSlice - 1, plan.firstSlice - 100, plan.lastSlice + 1, plan.lastSlice + 100]) {
    assert.equal(plan.slice(day).conferences, [])
  }
})

slices('hold conferences by the UTC day of their request, wherever the scenario is', () => {
  for (const timezone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Los_Angeles']) {
    const everyHour = Object.fromEntries(
      ['00:00', '06:00', '12:00', '18:00', '23:59:59'].map((at, n) => [
        `c${n}`,
        { at, every: 'day' as const, organizer: 'ann' },
      ]),
    )
    const plan = planOf({
      scenario: 'far',
      seed: 1,
      start: '2015-03-05',
      days: 6,
      timezone,
      people: { ann: {} },
      conferences: everyHour,
    })
    assert.is(instancesOf(plan).length, 30)
    for (let day = plan.firstSlice; day <= plan.lastSlice; day++) {
      for (const { sessionIdTime } of plan.slice(day).conferences)
        assert.is(Math.floor(sessionIdTime / (24 * HOUR)), day)
    }
  }
})

slices(
  'hold conferences that are far from their scheduled day: a week before, a week after, a week long',
  () => {
    const plan = planOf({
      scenario: 'wide',
      seed: 1,
      start: '2015-07-13',
      days: 1,
      people: { ann: {}, bob: {}, cy: {} },
      conferences: {
        before: { at: '00:00', organizer: 'ann', opens: '-7d', closes: '-6d' },
        after: { at: '23:59', organizer: 'bob', requested: '6d23h', closes: '7d' },
        long: { at: '12:00', organizer: 'cy', length: '7d', joins: { cy: [{ join: '-7d', leave: '7d' }] } },
      },
    })
    assert.equal(
      instancesOf(plan).map(({ conference }) => conference.id),
      ['long', 'before', 'after'].sort(byOpening(plan)),
    )
  },
)

slices('show the build that a device has on the day of each dialog, also in a conference of a week', () => {
  const sixDays: ScenarioFile['conferences'] = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `c${n}`,
      {
        at: '12:00',
        every: 'week' as const,
        length: '6d',
        organizer: 'ann',
        joins: {
          [`staff.${n + 1}`]: [
            { join: '1h', leave: '2h' },
            { join: '5d', leave: '121h' },
          ],
        },
      },
    ]),
  )
  const plan = planOf({
    scenario: 'builds',
    seed: 1,
    start: '2015-06-01',
    days: 300,
    people: { ann: {}, staff: { group: 40 } },
    conferences: sixDays,
  })
  const changes = instancesOf(plan).filter(({ attendances }) => {
    const [first, second] = attendances.filter(({ participant }) => participant.identity.person.id !== 'ann')
    return first?.client !== second?.client
  })
  assert.ok(changes.length > 10, 'some are updated in the course of a conference')
})

slices(
  'know of conferences that began days before: their dialogs come first at a tick, and their people are busy',
  () => {
    const plan = planOf({
      scenario: 'days-before',
      seed: 1,
      start: '2015-07-13',
      days: 5,
      people: { ann: {}, bob: {}, cy: {}, dee: {} },
      conferences: {
        today: {
          at: '12:00',
          on: '2015-07-16',
          length: '1h',
          organizer: 'ann',
          attendees: ['bob'],
          joins: { ann: [{ invite: '0s', join: '1s' }] },
        },
        marathon: {
          at: '12:00',
          length: '4d',
          organizer: 'cy',
          behavior: { partial: 0, earlyLeave: 0, drop: 0 },
          attendees: ['bob'],
          joins: { dee: [{ invite: '72h', join: '259205s' }] },
        },
      },
    })
    const today = plan.slice(dayFromText('2015-07-16') as number).conferences[0]
    assert.is(today && attendancesOf(today, 'ann')[0]?.dialogSeq, 2)
    assert.equal(today && attendancesOf(today, 'bob'), [])
  },
)

slices.run()

function byOpening(plan: Plan) {
  const times = new Map(
    instancesOf(plan).map(({ conference, sessionIdTime }) => [conference.id, sessionIdTime]),
  )
  return (a: string, b: string) => (times.get(a) ?? 0) - (times.get(b) ?? 0)
}

function rowsOf(plan: Plan, day: number): string {
  return JSON.stringify([...sliceRows(plan, plan.slice(day), tableSets.core)])
}
