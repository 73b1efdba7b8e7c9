import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Plan } from '../../src/plan/plan.ts'
import type { ConferenceEntry, PersonEntry, ScenarioFile } from '../../src/scenario/file.ts'
import { dayText } from '../../src/time/ticks.ts'
import { instancesOf, planOf, type RowsByTable, tablesOf } from '../generated.ts'
import { groupBy } from '../group-by.ts'

// Promise 2 of the product: edits stay local. People of these scenarios are in one conference at a time, for somebody in
// two of them is the one exception; it has its own tests at the end.

const edits = suite('an edit')

edits('that adds a person anywhere moves no natural fact', () => {
  checkEdit(
    (file, luck) => ({ ...file, people: inserted(file.people, 'newcomer', { kind: 'remote' }, luck) }),
    'keeps',
  )
})

edits('that adds a conference anywhere moves no natural fact', () => {
  checkEdit(
    (file, luck) => ({ ...file, conferences: inserted(file.conferences, 'newcomer', LATE_SHOW, luck) }),
    'keeps',
  )
})

edits('that removes a conference moves no natural fact of the others', () => {
  checkEdit((file, luck) => ({ ...file, conferences: without(file.conferences, luck) }), 'is kept')
})

edits('that removes a person whom nobody invites moves no natural fact of the others', () => {
  checkEdit(({ people: { spare: _, ...people } = {}, ...file }) => ({ ...file, people }), 'is kept')
})

edits('that reorders people and conferences moves no natural fact', () => {
  const edit = (file: ScenarioFile, luck: number) => ({
    ...file,
    people: rotated(file.people, luck),
    conferences: rotated(file.conferences, luck),
  })
  checkEdit(edit, 'keeps', 'is kept')
})

edits('that reorders the people of a conference moves no natural fact', () => {
  const reversed = ({ attendees = [], presenters = [], ...entry }: ConferenceEntry) => ({
    ...entry,
    presenters: presenters.toReversed(),
    attendees: attendees.toReversed(),
  })
  checkEdit((file) => ({ ...file, conferences: mapValues(file.conferences, reversed) }), 'keeps', 'is kept')
})

edits('that invites one more person to every conference moves nobody else', () => {
  const withSpare = ({ attendees = [], ...entry }: ConferenceEntry) => ({
    ...entry,
    attendees: ['spare', ...attendees],
  })
  checkEdit((file) => ({ ...file, conferences: mapValues(file.conferences, withSpare) }), 'keeps')
})

edits('that lets somebody come long before the conference opens moves nobody else', () => {
  forAll((file) => {
    const early = ({ joins, opens, requested, ...entry }: ConferenceEntry) => entry
    const calm = { ...file, conferences: mapValues(file.conferences, early) }
    const withSpare = (entry: ConferenceEntry) => ({
      ...entry,
      joins: { spare: [{ join: '-20m', leave: '-16m' }] },
    })
    const widened = { ...calm, conferences: mapValues(calm.conferences, withSpare) }
    const joins = (of: ScenarioFile) =>
      instancesOf(planOf(of)).flatMap(({ conference, day, attendances }) =>
        attendances.map(({ participant, userInstance, join, leave }) => {
          return [conference.id, day, participant.identity.person.id, userInstance, join, leave].join(' ')
        }),
      )
    const after = new Set(joins(widened))
    for (const fact of joins(calm)) assert.ok(after.has(fact), fact)
  })
})

edits('that appends days moves no natural fact of the days before', () => {
  checkEdit((file, luck) => ({ ...file, days: (file.days ?? 1) + 1 + (luck % 3) }), 'keeps')
})

edits(
  'that grows a group moves no natural fact of its members, and draws at most one other guest for each new one',
  () => {
    forAll((file, luck) => {
      const more = 1 + (luck % 2)
      const crew = file.people?.crew as PersonEntry
      const grown = {
        ...file,
        people: { ...file.people, crew: { ...crew, group: (crew.group as number) + more } },
      }
      const [before, after] = [planOf(file), planOf(grown)]
      assertKept(personFacts(before), personFacts(after))
      const [was, is] = [conferenceFacts(before), conferenceFacts(after)]
      for (const [name, facts] of was) if (is.has(name)) assert.is(is.get(name), facts)
      const newGuests = instancesOf(after).map(({ conference, day, attendances }) => {
        const guests = new Set(attendances.map(({ participant }) => participant.identity.person.id))
        return [...guests].filter((id) => !inConference(before, conference.id, day).has(id)).length
      })
      assert.ok(newGuests.every((count) => count <= more))
    })
  },
)

edits(
  'that renames a person with a given name and address changes only what is drawn for that person',
  () => {
    forAll((file, luck) => {
      const [old, entry] = Object.entries(file.people ?? {})[luck % NAMED] as [string, PersonEntry]
      const renamed = JSON.parse(JSON.stringify(file).replaceAll(`"${old}"`, '"renamed"')) as ScenarioFile
      assert.equal(renamed.people?.renamed, entry)
      assertKept(withoutWord(naturalFacts(planOf(file)), old), naturalFacts(planOf(renamed)))
      assertKept(withoutWord(naturalFacts(planOf(renamed)), 'renamed'), naturalFacts(planOf(file)))
    })
  },
)

edits('that renames a conference changes only what is drawn for that conference', () => {
  forAll((file, luck) => {
    const old = Object.keys(file.conferences ?? {})[
      luck % Object.keys(file.conferences ?? {}).length
    ] as string
    const renamed = JSON.parse(JSON.stringify(file).replaceAll(`"${old}"`, '"renamed"')) as ScenarioFile
    assertKept(withoutWord(naturalFacts(planOf(file)), old), naturalFacts(planOf(renamed)))
    assertKept(withoutWord(naturalFacts(planOf(renamed)), 'renamed'), naturalFacts(planOf(file)))
  })
})

edits('moves `SessionIdSeq` only among rows of the same tick', () => {
  forAll((file, luck) => {
    const changed = { ...file, conferences: inserted(file.conferences, 'newcomer', TWIN, luck) }
    const [before, after] = [tablesOf(planOf(file)), tablesOf(planOf(changed))]
    const numbers = (tables: RowsByTable) => [
      ...tables.Conferences.map((row) => ({ ...row, id: String(row.ConfInstance) })),
      ...tables.Dialogs.map((row) => ({ ...row, id: String(row.ExternalId) })),
    ]
    const now = new Map(numbers(after).map((row) => [row.id, row]))
    const crowd = groupBy(numbers(after), ({ SessionIdTime }) => SessionIdTime)
    for (const { id, SessionIdTime, SessionIdSeq } of numbers(before)) {
      assert.is(now.get(id)?.SessionIdTime, SessionIdTime)
      if (now.get(id)?.SessionIdSeq !== SessionIdSeq) assert.ok((crowd.get(SessionIdTime)?.length ?? 0) > 1)
    }
  })
})

edits('that appends people and conferences at the end renumbers nobody and nothing', () => {
  forAll((file) => {
    const people = { ...file.people, newcomer: { kind: 'remote' as const, devices: [HAND_MADE] } }
    const conferences = { ...file.conferences, newcomer: { ...LATE_SHOW, attendees: ['guest', 'newcomer'] } }
    const [before, after] = [tablesOf(planOf(file)), tablesOf(planOf({ ...file, people, conferences }))]
    for (const table of ['ClientVersions', 'Pools', 'Users', 'ConferenceUris'] as const) {
      const rows = new Set(after[table].map((row) => JSON.stringify(row)))
      for (const row of before[table])
        assert.ok(rows.has(JSON.stringify(row)), `${table} ${JSON.stringify(row)}`)
    }
  })
})

edits.run()

const exception = suite('somebody in two conferences at once')

const TWO: ScenarioFile = {
  scenario: 'two',
  seed: 'two',
  start: '2015-07-13',
  days: 20,
  behavior: { attendance: 1, partial: 0 },
  people: { ann: {}, bob: {}, cy: {}, dee: {} },
  conferences: {
    review: { at: '10:00', every: 'day', length: '1h', organizer: 'ann', attendees: ['bob', 'cy'] },
    planning: { at: '10:30', every: 'day', length: '1h', organizer: 'dee', attendees: ['bob'] },
  },
}

exception('changes only the own times in the conference that opened later', () => {
  const { planning, review } = TWO.conferences as Record<string, ConferenceEntry>
  const both = naturalFacts(planOf(TWO))
  assertKept(naturalFacts(planOf({ ...TWO, conferences: { review: review as ConferenceEntry } })), both)
  const alone = naturalFacts(planOf({ ...TWO, conferences: { planning: planning as ConferenceEntry } }))
  const changed = [...alone].filter(([name, facts]) => both.get(name) !== facts).map(([name]) => name)
  assert.ok(changed.length > 10, 'bob has to wait')
  assert.ok(changed.every((name) => /^planning .* bob/.test(name)))
})

exception('gives up drawn times for exact ones, and nobody else notices', () => {
  const { planning, ...others } = TWO.conferences as Record<string, ConferenceEntry>
  const exact = { ...planning, joins: { bob: [{ join: '5m', leave: '10m' }] } } as ConferenceEntry
  const before = naturalFacts(planOf(TWO))
  const after = naturalFacts(planOf({ ...TWO, conferences: { ...others, planning: exact } }))
  const changed = [...before].filter(([name, facts]) => after.get(name) !== facts).map(([name]) => name)
  assert.ok(changed.some((name) => name.startsWith('review')))
  assert.ok(changed.every((name) => name.includes(' bob')))
})

exception('does not depend on the order of two conferences that open at the same moment', () => {
  const call = (organizer: string): ConferenceEntry => ({
    kind: 'meet-now',
    at: '10:00',
    every: 'day',
    length: '20m',
    organizer,
    attendees: ['cy'],
  })
  const [red, green] = [call('ann'), call('bob')]
  const facts = (conferences: ScenarioFile['conferences']) =>
    naturalFacts(planOf({ ...TWO, conferences } as ScenarioFile))
  assert.equal([...facts({ red, green })].sort(), [...facts({ green, red })].sort())
})

exception('and whoever comes when no presenter would does not depend on the order of the list', () => {
  const held = (presenters: string[]): ConferenceEntry => ({
    at: '10:00',
    every: 'day',
    organizer: 'ann',
    presenters,
    joins: { ann: [] },
    behavior: { attendance: 0.3 },
  })
  const facts = (presenters: string[]) =>
    naturalFacts(planOf({ ...TWO, conferences: { held: held(presenters) } }))
  assert.equal([...facts(['bob', 'cy'])].sort(), [...facts(['cy', 'bob'])].sort())
})

exception.run()

/** Held when nobody is in another conference. */
const LATE_SHOW: ConferenceEntry = {
  at: '22:00',
  every: 'day',
  length: '30m',
  organizer: 'p1',
  attendees: ['p2', 'guest'],
}
/** Asked for and joined at the very ticks of `conference0`, by somebody of whom nobody else knows. */
const TWIN: ConferenceEntry = {
  at: '01:00',
  every: 'day',
  length: '30m',
  requested: '-1h',
  organizer: 'spare',
}
const HAND_MADE = { device: 'desktop', client: 'Browser/1.0 (by hand)' } as const

/** People with a name and an address of their own, who come first in `people`. */
const NAMED = 4

const calmScenario: fc.Arbitrary<ScenarioFile> = fc
  .record({
    seed: fc.string({ minLength: 1, maxLength: 6 }),
    days: fc.integer({ min: 1, max: 3 }),
    group: fc.integer({ min: 3, max: 6 }),
    conferences: fc.array(
      fc.record({
        presenters: fc.subarray(['p2', 'p3']),
        attendees: fc.subarray(['p4', 'guest', 'caller', 'visitors']),
        count: fc.integer({ min: 1, max: 3 }),
        organizer: fc.constantFrom('p0', 'p1'),
        behavior: fc.constantFrom({}, { drop: 1, rejoin: 1, secondDevice: 1 }, { attendance: 0.5, late: 1 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ seed, days, group, conferences }) => ({
    scenario: 'calm',
    seed,
    days,
    start: '2015-07-13',
    people: {
      ...Object.fromEntries(Array.from({ length: NAMED }, (_, at) => [`p${at}`, named(at)])),
      p4: { kind: 'federated' as const },
      guest: { kind: 'anonymous' as const },
      caller: { kind: 'pstn' as const },
      crew: { group },
      visitors: { kind: 'anonymous' as const, group: 2 },
      spare: {},
    },
    conferences: Object.fromEntries(
      conferences.map(({ count, attendees, ...entry }, at) => {
        const hour = String(1 + 3 * at).padStart(2, '0')
        const requested = at === 0 ? { requested: '-1h' } : {}
        const everybody = [...attendees, { from: 'crew', count }]
        return [
          `conference${at}`,
          {
            at: `${hour}:00`,
            every: 'day' as const,
            length: '30m',
            attendees: everybody,
            ...requested,
            ...entry,
          },
        ]
      }),
    ),
  }))

function named(at: number): PersonEntry {
  return { name: `Person ${at}`, address: `person${at}@contoso.com`, devices: ['desktop', 'mobile'] }
}

function forAll(law: (file: ScenarioFile, luck: number) => void): void {
  fc.assert(fc.property(calmScenario, fc.nat(1000), law), { numRuns: 40 })
}

/** `keeps`: what was is still there. `is kept`: what is there was before. */
function checkEdit(
  edit: (file: ScenarioFile, luck: number) => ScenarioFile,
  ...ways: readonly ('keeps' | 'is kept')[]
): void {
  forAll((file, luck) => {
    const [before, after] = [naturalFacts(planOf(file)), naturalFacts(planOf(edit(file, luck)))]
    if (ways.includes('keeps')) assertKept(before, after)
    if (ways.includes('is kept')) assertKept(after, before)
  })
}

type Facts = ReadonlyMap<string, string>

function assertKept(before: Facts, after: Facts): void {
  assert.ok(before.size > 0)
  for (const [name, facts] of before) assert.is(after.get(name), facts, name)
}

/** All natural facts by natural names: no number that counts, nothing that depends on an order. */
function naturalFacts(plan: Plan): Facts {
  return new Map([...personFacts(plan), ...conferenceFacts(plan)])
}

function personFacts({ identities }: Plan): Facts {
  return new Map(
    identities.map(({ person, kind, address, endpoints }) => {
      const devices = endpoints.map(({ device, id, client, upgrades }) => [
        device,
        id,
        client,
        upgrades.behind,
        upgrades.delay,
      ])
      return [`person ${person.id}`, JSON.stringify([kind, address, devices])]
    }),
  )
}

function conferenceFacts(plan: Plan): Facts {
  const facts = new Map<string, string>()
  for (const { conference, day, sessionIdTime, instance, open, close, attendances } of instancesOf(plan)) {
    const name = `${conference.id} ${dayText(day)}`
    facts.set(
      name,
      JSON.stringify([sessionIdTime, instance, open, close, plan.conferenceUri(conference, 'focus')]),
    )
    for (const { participant, ...attendance } of attendances) {
      const { endpoint, endpointId, role, dialogTime, dialogId, join, leave, userInstance, client } =
        attendance
      const own = [
        participant.address,
        endpoint.device,
        endpointId,
        role,
        dialogTime,
        dialogId,
        join,
        leave,
        client.version,
      ]
      facts.set(`${name} ${participant.identity.person.id} ${userInstance}`, JSON.stringify(own))
    }
  }
  return facts
}

/** The facts in whose names a word does not stand. */
function withoutWord(facts: Facts, word: string): Facts {
  return new Map([...facts].filter(([name]) => !name.split(' ').includes(word)))
}

function inConference(plan: Plan, id: string, day: number): ReadonlySet<string> {
  const instance = instancesOf(plan).find((one) => one.conference.id === id && one.day === day)
  return new Set(instance?.attendances.map(({ participant }) => participant.identity.person.id))
}

type Entries<T> = Record<string, T> | undefined

function inserted<T>(entries: Entries<T>, name: string, entry: T, luck: number): Record<string, T> {
  const list = Object.entries(entries ?? {})
  return Object.fromEntries(list.toSpliced(luck % (list.length + 1), 0, [name, entry]))
}

function without<T>(entries: Entries<T>, luck: number): Record<string, T> {
  const list = Object.entries(entries ?? {})
  return Object.fromEntries(list.length === 1 ? list : list.toSpliced(luck % list.length, 1))
}

function rotated<T>(entries: Entries<T>, luck: number): Record<string, T> {
  const list = Object.entries(entries ?? {}).toReversed()
  const at = luck % Math.max(1, list.length)
  return Object.fromEntries([...list.slice(at), ...list.slice(0, at)])
}

function mapValues<T>(entries: Entries<T>, change: (entry: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(entries ?? {}).map(([name, entry]) => [name, change(entry)]))
}
