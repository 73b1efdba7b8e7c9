import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Attendance } from '../../src/plan/plan.ts'
import type { ConferenceEntry, ScenarioFile } from '../../src/scenario/file.ts'
import { HOUR, MINUTE, SECOND, type Ticks } from '../../src/time/ticks.ts'
import { attendancesOf, instancesOf, planOf } from '../generated.ts'

const seating = suite('seating')

/** Nothing but what the conference says: everybody comes once and stays. */
const PLAIN = {
  attendance: 1,
  late: 0,
  lobby: 0,
  partial: 0,
  earlyLeave: 0,
  drop: 0,
  changeDevice: 0,
  secondDevice: 0,
}
const PEOPLE = {
  ann: {},
  bob: {},
  cy: { devices: ['desktop', 'mobile'] as ('desktop' | 'mobile')[] },
  dee: {},
}

function scenario(conferences: Record<string, ConferenceEntry>, seed: string | number = 1): ScenarioFile {
  return { scenario: 'seats', seed, start: '2015-07-13', behavior: PLAIN, people: PEOPLE, conferences }
}

/** The attendances of a person in each conference, with times from midnight of the first day. */
function seats(
  file: ScenarioFile,
  person: string,
): Record<string, Pick<Attendance, 'dialogTime' | 'join' | 'leave' | 'role'>[]> {
  const midnight = Date.parse(file.start) * 0.3
  const from = (time: Ticks) => time - midnight
  return Object.fromEntries(
    instancesOf(planOf(file)).map((instance) => [
      instance.conference.id,
      attendancesOf(instance, person).map(({ dialogTime, join, leave, role }) => ({
        dialogTime: from(dialogTime),
        join: from(join),
        leave: leave === null ? null : from(leave),
        role,
      })),
    ]),
  )
}

seating('keeps somebody in the conference that opened earlier; the later one gets what is left', () => {
  const file = scenario({
    later: { at: '10:30', opens: '-5m', length: '1h', organizer: 'ann', attendees: ['bob'] },
    earlier: { at: '10:00', opens: '-5m', length: '1h', organizer: 'dee', attendees: ['bob'] },
  })
  const { earlier, later } = seats(file, 'bob')
  assert.ok((earlier?.[0]?.leave ?? 0) > 10 * HOUR + 40 * MINUTE)
  assert.is(later?.[0]?.dialogTime, (earlier?.[0]?.leave ?? 0) + 3 * SECOND)
})

seating('declines for somebody whom the earlier conference keeps until the end', () => {
  const file = scenario({
    long: { at: '10:00', length: '3h', organizer: 'dee', attendees: ['bob'] },
    short: { at: '10:30', length: '15m', organizer: 'ann', attendees: ['bob'] },
  })
  assert.equal(seats(file, 'bob').short, [])
})

seating(
  'leaves a conference without a recorded end for nothing that is drawn, and for exact times in time',
  () => {
    const open: ConferenceEntry = {
      at: '10:00',
      length: '1h',
      closes: 'never',
      organizer: 'dee',
      attendees: ['bob'],
    }
    const next: ConferenceEntry = {
      at: '10:20',
      opens: '0s',
      length: '5m',
      organizer: 'ann',
      attendees: ['bob'],
    }
    const drawn = seats(scenario({ open, next }), 'bob')
    assert.is(drawn.open?.[0]?.leave, null)
    assert.equal(drawn.next, [])
    const exact = seats(
      scenario({ open, next: { ...next, joins: { bob: [{ invite: '1m', join: '2m', leave: '3m' }] } } }),
      'bob',
    )
    assert.is(exact.open?.[0]?.leave, 10 * HOUR + 21 * MINUTE - 3 * SECOND)
    assert.is(exact.next?.[0]?.join, 10 * HOUR + 22 * MINUTE)
  },
)

seating(
  'ends an exact attendance whose leave is open before the next exact one, also where no end is recorded',
  () => {
    for (const closes of ['1h', 'never']) {
      const file = scenario({
        one: { at: '10:00', closes, organizer: 'dee', joins: { bob: [{ join: '0s' }] } },
        two: { at: '10:20', organizer: 'ann', joins: { bob: [{ invite: '1m', join: '1m2s' }] } },
      })
      assert.is(seats(file, 'bob').one?.[0]?.leave, 10 * HOUR + 21 * MINUTE - 1)
    }
  },
)

seating('leaves an open end open when somebody else is said to stay longer than the conference', () => {
  const file = scenario({
    one: {
      at: '10:00',
      length: '15m',
      closes: 'never',
      organizer: 'ann',
      joins: { bob: [{ join: '1m' }], dee: [{ join: '2m', leave: '9h' }] },
    },
  })
  assert.is(seats(file, 'bob').one?.[0]?.leave, null)
})

seating('ends it right after its join when the second is invited before the first has joined', () => {
  const file = scenario({
    one: { at: '10:00', organizer: 'dee', joins: { bob: [{ invite: '0s', join: '10s' }] } },
    two: { at: '10:00', organizer: 'ann', joins: { bob: [{ invite: '5s', join: '20s' }] } },
  })
  const { one, two } = seats(file, 'bob')
  assert.is(one?.[0]?.leave, (one?.[0]?.join ?? 0) + 1)
  assert.is(two?.[0]?.join, 10 * HOUR + 20 * SECOND)
})

seating('draws the join of somebody whose leave is given after the exact attendance before', () => {
  const file = scenario({
    one: { at: '10:00', length: '1h', organizer: 'dee', joins: { bob: [{ join: '0s', leave: '30m' }] } },
    two: { at: '10:00', opens: '-10m', length: '1h', organizer: 'ann', joins: { bob: [{ leave: '50m' }] } },
  })
  const { one, two } = seats(file, 'bob')
  assert.is(one?.[0]?.leave, 10 * HOUR + 30 * MINUTE)
  assert.is(two?.[0]?.dialogTime, 10 * HOUR + 30 * MINUTE + 1)
  assert.is(two?.[0]?.leave, 10 * HOUR + 50 * MINUTE)
})

seating('keeps an exact invite to the tick when the join is open', () => {
  const { one } = seats(
    scenario({ one: { at: '10:00', length: '1h', organizer: 'dee', joins: { bob: [{ invite: '2h' }] } } }),
    'bob',
  )
  assert.is(one?.[0]?.dialogTime, 12 * HOUR)
  assert.ok((one?.[0]?.join ?? 0) >= 12 * HOUR)
})

seating('treats an exact role without times as drawn: it waits for other conferences', () => {
  const file = scenario({
    earlier: { at: '10:00', length: '1h', organizer: 'dee', attendees: ['bob'] },
    later: {
      at: '10:30',
      opens: '-5m',
      length: '1h',
      organizer: 'ann',
      joins: { bob: [{ role: 'presenter' }] },
    },
  })
  const { earlier, later } = seats(file, 'bob')
  assert.is(later?.[0]?.role, 'presenter')
  assert.ok((later?.[0]?.dialogTime ?? 0) >= (earlier?.[0]?.leave ?? 0) + 3 * SECOND)
})

seating(
  'has a presenter in every conference that anybody can present: the next one comes when the organizer does not',
  () => {
    const given: ConferenceEntry = {
      at: '10:00',
      organizer: 'ann',
      presenters: ['bob', 'cy'],
      attendees: ['dee'],
      joins: { ann: [], bob: [] },
      behavior: { attendance: 0 },
    }
    assert.is(seats(scenario({ given }), 'cy').given?.length, 1)
    const busy: ConferenceEntry = { at: '09:00', length: '4h', organizer: 'ann' }
    const held: ConferenceEntry = { ...given, length: '30m', joins: {} }
    const file = scenario({ busy, held })
    assert.equal(seats(file, 'ann').held, [])
    const who = (of: ScenarioFile) => ['bob', 'cy'].filter((id) => seats(of, id).held?.length === 1)
    assert.is(who(file).length, 1)
    // Which of the two does not follow the order of the list.
    assert.equal(who(scenario({ busy, held: { ...held, presenters: ['cy', 'bob'] } })), who(file))
  },
)

seating('lets nobody come uninvited but on the days that the scenario names', () => {
  const file: ScenarioFile = {
    ...scenario({
      daily: {
        at: '10:00',
        every: 'day',
        organizer: 'ann',
        occurrences: { '2015-07-14': { joins: { bob: [{ join: '1m' }] } } },
      },
    }),
    days: 5,
  }
  const guests = instancesOf(planOf(file)).map((instance) => attendancesOf(instance, 'bob').length)
  assert.equal(guests, [0, 1, 0, 0, 0])
})

seating('opens and closes a conference when the scenario says so, however short that is', () => {
  for (const closes of ['3ms', '10ms', '1s']) {
    const [instance] = instancesOf(
      planOf(
        scenario({ brief: { at: '10:00', opens: '0s', closes, organizer: 'ann', attendees: ['bob', 'cy'] } }),
      ),
    )
    const midnight = Date.parse('2015-07-13') * 0.3
    assert.is(instance?.open, midnight + 10 * HOUR)
    for (const { dialogTime, join, leave } of instance?.attendances ?? []) {
      assert.ok(midnight + 10 * HOUR <= dialogTime && dialogTime <= join && join < (leave ?? 0))
      assert.ok((leave ?? 0) <= (instance?.close ?? 0))
    }
  }
})

seating('keeps the ids of the dialogs that are left when another conference takes one of them away', () => {
  const restless = { ...PLAIN, drop: 1, rejoin: 1, rejoinAfter: { median: '10s', sigma: 0 } }
  const main: ConferenceEntry = {
    at: '10:00',
    length: '3h',
    organizer: 'ann',
    attendees: ['cy'],
    behavior: restless,
  }
  const other: ConferenceEntry = {
    at: '09:50',
    length: '40m',
    organizer: 'dee',
    joins: { cy: [{ join: '5m', leave: '90m' }] },
  }
  const ids = (file: ScenarioFile) => {
    const instance = instancesOf(planOf(file)).find(({ conference }) => conference.id === 'main')
    return new Map(
      instance && attendancesOf(instance, 'cy').map(({ join, dialogId }) => [join, String(dialogId)]),
    )
  }
  const taken = ['a', 'b', 'c', 'd', 'e', 'f'].filter((seed) => {
    const [alone, squeezed] = [ids(scenario({ main }, seed)), ids(scenario({ main, other }, seed))]
    for (const [join, id] of squeezed) if (alone.has(join)) assert.is(id, alone.get(join))
    return squeezed.size < alone.size
  })
  assert.ok(taken.length > 1, 'some lose a dialog')
})

seating(
  'declines for somebody whose leave is never recorded where an exact attendance needs the device',
  () => {
    const file = scenario({
      open: { at: '10:00', length: '1h', organizer: 'dee', joins: { bob: [{ leave: 'never' }] } },
      exact: { at: '10:30', organizer: 'ann', joins: { bob: [{ invite: '0s', leave: '2h' }] } },
    })
    const { open, exact } = seats(file, 'bob')
    assert.equal(open, [])
    assert.is(exact?.[0]?.leave, 12 * HOUR + 30 * MINUTE)
  },
)

seating('keeps three seconds before an exact attendance that begins just after a drawn one', () => {
  for (let seed = 0; seed < 20; seed++) {
    const alone = scenario({ one: { at: '10:00', length: '1h', organizer: 'dee', attendees: ['bob'] } }, seed)
    const usual = seats(alone, 'bob').one?.[0]?.leave ?? 0
    const soon = `${((usual - 10 * HOUR) / SECOND + 1).toFixed(3)}s`
    const two: ConferenceEntry = {
      at: '10:00',
      organizer: 'ann',
      joins: { bob: [{ invite: soon, join: soon }] },
    }
    const { one } = seats({ ...alone, conferences: { ...alone.conferences, two } }, 'bob')
    assert.is(one?.[0]?.leave, usual - 2 * SECOND)
  }
})

seating('keeps somebody whose leave is open in a conference that goes on', () => {
  const open: ConferenceEntry = {
    at: '10:00',
    closes: 'never',
    organizer: 'dee',
    joins: { bob: [{ join: '0s' }] },
  }
  assert.is(seats(scenario({ open }), 'bob').open?.[0]?.leave, null)
})

seating.run()
