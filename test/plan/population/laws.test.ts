import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scenarioFrom } from '../../../src/parse-scenario.ts'
import { makePlan } from '../../../src/plan/make-plan.ts'
import * as numbers from '../../../src/plan/numbers.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { sliceRows } from '../../../src/rows/rows.ts'
import { MODALITIES, type ScenarioFile } from '../../../src/scenario/file.ts'
import { DIVISION, MAX_POPULATION_DAYS, MAX_USERS } from '../../../src/scenario/population.ts'
import { type TableName, type Tables, tableOf, tableSets } from '../../../src/schema/tables.ts'
import { DAY, SECOND, utcDay } from '../../../src/time/ticks.ts'
import { planOf, type RowsByTable, tablesOf } from '../../generated.ts'
import { groupBy } from '../../group-by.ts'
import { arbitraryPopulation } from './arbitrary-population.ts'

const laws = suite('every population')

/** What somebody needs between two conferences. */
const GAP = 3 * SECOND

function holds(law: (tables: RowsByTable, file: ScenarioFile) => void, numRuns = 25): () => void {
  return () =>
    fc.assert(
      fc.property(arbitraryPopulation(), (file) => law(tablesOf(planOf(file)), file)),
      { numRuns },
    )
}

laws(
  'holds the law of the clock: request < open <= dialog <= join < leave <= close, all within a day',
  holds((tables) => {
    for (const { conference, joins } of conferencesOf(tables)) {
      assert.ok(joins.length > 0, 'nobody')
      const [open, close] = [conference.ConferenceStartTime as number, conference.ConferenceEndTime as number]
      assert.ok(conference.SessionIdTime < open, 'request < open')
      assert.ok(close - conference.SessionIdTime <= DAY, 'nothing lasts for longer than a day')
      for (const join of joins) {
        const [from, to] = [join.UserJoinTime as number, join.UserLeaveTime as number]
        const times = [conference.SessionIdTime, open, join.DialogSessionIdTime, from, to, close]
        assert.ok(times.every(Number.isSafeInteger), `whole ticks: ${times}`)
        assert.ok(open <= join.DialogSessionIdTime && join.DialogSessionIdTime <= from, `${times}`)
        assert.ok(from < to && to <= close, `join < leave <= close: ${times}`)
      }
    }
  }, 100),
)

laws(
  'has unique keys, and every reference resolves',
  holds((tables) => {
    for (const [name, rows] of Object.entries(tables) as [TableName, readonly Fields[]][]) {
      const { primaryKey, unique, references } = tableOf(name)
      for (const key of [primaryKey, ...unique])
        assert.is(keysOf(rows, key).size, rows.length, `${name} (${key})`)
      for (const { columns, table, to } of references) {
        const targets = keysOf(tables[table as TableName] as never, to)
        const dangling = rows.filter(
          (row) => columns.every((column) => row[column] !== null) && !targets.has(keyOf(row, columns)),
        )
        assert.equal(dangling.slice(0, 3), [], `${name} (${columns})`)
      }
    }
    for (const [rows, id] of [
      [tables.Conferences, 'ConfInstance'],
      [tables.Dialogs, 'ExternalId'],
      [tables.ConferenceUris, 'ConferenceUri'],
    ] as const)
      assert.is(keysOf(rows as never, [id]).size, rows.length, id)
  }),
)

laws(
  'numbers conferences and dialogs 1, 2, 3 and so on within each tick',
  holds((tables) => {
    assertGapless(tables)
  }),
)

laws(
  'has nobody in two conferences at once: who leaves one needs three seconds to the next',
  holds((tables) => {
    const stays = conferencesOf(tables).flatMap(({ joins }) =>
      [...groupBy(joins, ({ UserId }) => UserId)].map(([user, own]) => ({
        user,
        from: Math.min(...own.map(({ DialogSessionIdTime }) => DialogSessionIdTime)),
        to: Math.max(...own.map(({ UserLeaveTime }) => UserLeaveTime as number)),
      })),
    )
    for (const own of groupBy(stays, ({ user }) => user).values()) {
      own.sort((a, b) => a.from - b.from)
      for (const [at, { from, user }] of own.slice(1).entries()) {
        const until = (own[at] as (typeof own)[number]).to
        assert.ok(until + GAP <= from, `${user}: there until ${until}, elsewhere from ${from}`)
      }
    }
  }, 150),
)

laws(
  'has nobody on one endpoint or telephone twice at once, and no endpoint in two hands',
  holds((tables) => {
    const joins = tables.FocusJoinsAndLeaves
    const byEndpoint = groupBy(joins, (join) => `${join.UserEndpointId ?? `telephone of ${join.UserId}`}`)
    for (const [endpoint, own] of byEndpoint) {
      assert.is(new Set(own.map(({ UserId }) => UserId)).size, 1, endpoint)
      own.sort((a, b) => a.DialogSessionIdTime - b.DialogSessionIdTime)
      for (const [at, later] of own.slice(1).entries())
        assert.ok((own[at]?.UserLeaveTime as number) < later.DialogSessionIdTime, endpoint)
    }
  }),
)

laws(
  'counts the sessions of a person in a conference from 1 in order of joins',
  holds((tables) => {
    for (const { joins } of conferencesOf(tables)) {
      for (const own of groupBy(joins, ({ UserId }) => UserId).values()) {
        own.sort((a, b) => (a.FocusUserInstance as number) - (b.FocusUserInstance as number))
        assert.equal(
          own.map(({ FocusUserInstance }) => FocusUserInstance),
          own.map((_, at) => at + 1),
        )
        const times = own.map(({ UserJoinTime }) => UserJoinTime as number)
        assert.equal(
          times,
          times.toSorted((a, b) => a - b),
        )
      }
    }
  }),
)

laws(
  'gives nobody the address of anybody else, and a guest one conference only',
  holds((tables) => {
    const addresses = tables.Users.map(({ UserUri }) => (UserUri as string).toLowerCase())
    assert.is(new Set(addresses).size, addresses.length)
    const guests = new Set(
      tables.Users.filter(({ UserUri }) => UserUri?.endsWith('@anonymous.invalid')).map(
        ({ UserId }) => UserId,
      ),
    )
    const seen = new Set<unknown>()
    for (const { joins } of conferencesOf(tables)) {
      const here = new Set(joins.map(({ UserId }) => UserId).filter((id) => guests.has(id as number)))
      for (const id of here) {
        assert.not.ok(seen.has(id), `guest ${id}`)
        seen.add(id)
      }
    }
    assert.is(seen.size, guests.size, 'a guest whom no conference knows')
  }),
)

laws('has addresses of its own also where its domain is that of a partner, in capitals', () => {
  const { Users } = tablesOf(
    planOf({
      scenario: 'fabrikam',
      seed: 1,
      start: '2015-07-13',
      domain: 'Fabrikam.com',
      population: { users: 40_000, directory: { partners: 2500, callers: 1 }, conferencesPerUser: 0.001 },
    }),
  )
  assert.is(new Set(Users.map(({ UserUri }) => UserUri?.toLowerCase())).size, Users.length)
})

laws('leaves nobody the address of somebody in it, and anybody else every other', () => {
  const file: ScenarioFile = {
    scenario: 'taken',
    seed: 1,
    start: '2015-07-13',
    population: { users: 2600, directory: { partners: 30, callers: 20 } },
  }
  const { company } = planOf(file)
  assert.ok(company)
  const { directory } = company
  const outside = (division: number) => [
    ...Array.from({ length: 30 }, (_, at) => directory.partner(division, at)),
    ...Array.from({ length: 20 }, (_, at) => directory.caller(division, at)),
  ]
  const users = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => directory.user(0, from + at))
  for (const address of [...users(0, 2600), ...outside(0), ...outside(1)])
    assert.ok(directory.has(address) && directory.has(address.toUpperCase()), address)
  const namesakes = users(0, 2600).map((address) => address.replace('@', '999@'))
  const free = [...namesakes, ...outside(2), directory.partner(0, 30), directory.caller(1, 20)]
  for (const address of [...free, 'ann@contoso.com', '+441214960123', 'ann.bell4@contoso.com.org'])
    assert.not.ok(directory.has(address), address)

  for (const person of [
    { address: directory.user(1, 599) },
    { kind: 'federated', address: directory.partner(1, 7).toUpperCase() },
    { kind: 'pstn', number: directory.caller(0, 3) },
  ] as const) {
    assert.throws(
      () => scenarioFrom({ ...file, people: { ann: person } }),
      /people\.ann: "ann" has the address of somebody in the population/,
    )
  }
})

laws('has other addresses for all that the largest populations know', () => {
  const { company } = planOf({
    scenario: 'large',
    seed: 1,
    start: '2015-07-13',
    population: { users: MAX_USERS, directory: { partners: 2500, callers: 2500 } },
  })
  assert.ok(company)
  const addresses = [0, 1, 77, 199].flatMap((division) => [
    ...Array.from({ length: DIVISION }, (_, at) => company.directory.user(division, at)),
    ...Array.from({ length: 2500 }, (_, at) => company.directory.partner(division, at)),
    ...Array.from({ length: 2500 }, (_, at) => company.directory.caller(division, at)),
  ])
  assert.is(new Set(addresses).size, addresses.length)
})

laws('lets nobody from outside into a closed conference, however few are free', () => {
  const { Conferences, FocusJoinsAndLeaves } = tablesOf(
    planOf({
      scenario: 'closed',
      seed: 1,
      start: '2015-07-13',
      population: {
        users: 30,
        conferencesPerUser: 0.5,
        kinds: { scheduled: 1, recurring: 0, closed: 1 },
        participants: { shares: { 40: 1 } },
      },
    }),
  )
  assert.ok(Conferences.length > 2)
  assert.ok(FocusJoinsAndLeaves.every(({ UserId }) => (UserId as number) < numbers.divisionUsers(1)))
})

laws('makes the same slices in any order, and each one alone', () => {
  const inOrder = (plan: Plan, order: readonly number[]) => {
    return new Map(
      order.map((day) => [day, JSON.stringify([...sliceRows(plan, plan.slice(day), tableSets.core)])]),
    )
  }
  fc.assert(
    fc.property(arbitraryPopulation(), fc.infiniteStream(fc.nat()), (file, luck) => {
      const scenario = scenarioFrom(file)
      const { firstSlice, lastSlice } = makePlan(scenario)
      const days = Array.from({ length: lastSlice - firstSlice + 1 }, (_, at) => firstSlice + at)
      const expected = inOrder(makePlan(scenario), days)
      const order = days
        .map((day) => [day, luck.next().value as number] as const)
        .sort((a, b) => a[1] - b[1])
        .map(([day]) => day)
      const reordered = inOrder(makePlan(scenario), [...order, ...order.toReversed()])
      for (const day of days) {
        assert.is(reordered.get(day), expected.get(day), 'in another order')
        assert.is(inOrder(makePlan(scenario), [day]).get(day), expected.get(day), 'alone')
      }
    }),
    { numRuns: 25 },
  )
})

laws('has the rows of each slice in the order of their keys', () => {
  fc.assert(
    fc.property(arbitraryPopulation(), (file) => {
      const plan = planOf(withNamed(file))
      for (let day = plan.firstSlice; day <= plan.lastSlice; day++) {
        const last = new Map<TableName, readonly number[]>()
        for (const { table, rows } of sliceRows(plan, plan.slice(day), tableSets.core)) {
          for (const row of rows) {
            const key = tableOf(table).primaryKey.map((column) => (row as Fields)[column] as number)
            const before = last.get(table)
            assert.ok(
              before === undefined || compareKeys(before, key) < 0,
              `${table}: ${before} before ${key}`,
            )
            last.set(table, key)
          }
        }
      }
    }),
    { numRuns: 40 },
  )
})

laws('begins on the day of its key, within the slices of the plan', () => {
  fc.assert(
    fc.property(arbitraryPopulation(), (file) => {
      const plan = planOf(file)
      assert.equal([...sliceRows(plan, plan.slice(plan.firstSlice - 1), tableSets.core)], [])
      assert.equal([...sliceRows(plan, plan.slice(plan.lastSlice + 1), tableSets.core)], [])
      for (let day = plan.firstSlice; day <= plan.lastSlice; day++)
        for (const { table, rows } of sliceRows(plan, plan.slice(day), tableSets.core))
          if (table === 'Conferences')
            assert.ok(rows.every(({ SessionIdTime }) => utcDay(SessionIdTime) === day))
    }),
    { numRuns: 15 },
  )
})

laws.run()

const edits = suite('an edit of a population')

edits('that appends days keeps all rows of the days before but numbers of crowded ticks', () => {
  fc.assert(
    fc.property(arbitraryPopulation(), fc.integer({ min: 1, max: 3 }), (file, more) => {
      const before = tablesOf(planOf(file))
      const after = tablesOf(planOf({ ...file, days: (file.days ?? 1) + more }))
      assertKept(naturalRows(before), naturalRows(after))
      assertSameNumbers(before, after)
    }),
    { numRuns: 30 },
  )
})

edits('that adds users keeps all rows of full divisions but numbers of crowded ticks', () => {
  fc.assert(
    fc.property(
      arbitraryPopulation(),
      fc.integer({ min: DIVISION, max: 2 * DIVISION + 500 }),
      fc.integer({ min: 1, max: 2500 }),
      (file, users, more) => {
        const with_ = (count: number): ScenarioFile => {
          const population = { ...(file.population as object), users: count, conferencesPerUser: 0.02 }
          return { ...file, days: Math.min(3, file.days ?? 1), population }
        }
        const full = Math.floor(users / DIVISION)
        const before = tablesOf(planOf(with_(users)))
        const after = tablesOf(planOf(with_(users + more)))
        const ofFull = (organizer: number) => organizer < numbers.divisionUsers(full)
        assertKept(naturalRows(before, ofFull), naturalRows(after))
      },
    ),
    { numRuns: 12 },
  )
})

edits('of the seed changes all times, names and ids', () => {
  fc.assert(
    fc.property(arbitraryPopulation(), (file) => {
      const [one, other] = [tablesOf(planOf(file)), tablesOf(planOf({ ...file, seed: `${file.seed} 2` }))]
      for (const [table, column] of [
        ['Conferences', 'ConfInstance'],
        ['Dialogs', 'ExternalId'],
        ['FocusJoinsAndLeaves', 'UserEndpointId'],
      ] as const) {
        const known = keysOf(one[table] as never, [column])
        known.delete('null')
        for (const key of keysOf(other[table] as never, [column])) assert.not.ok(known.has(key), column)
      }
      const addresses = (tables: RowsByTable) => tables.Users.map(({ UserUri }) => UserUri).join()
      assert.is.not(addresses(one), addresses(other))
    }),
    { numRuns: 10 },
  )
})

edits.run()

const beside = suite('a population beside named people')

beside('disturbs them as little as they disturb it: only numbers of crowded ticks can differ', () => {
  fc.assert(
    fc.property(arbitraryPopulation(), (file) => {
      const { population, ...rest } = withNamed(file)
      const both = tablesOf(planOf(withNamed(file)))
      const named = tablesOf(planOf(rest))
      const alone = tablesOf(planOf(file))
      assert.ok(named.Conferences.length > 0)

      const together = new Map([...naturalRows(named), ...naturalRows(alone)])
      assert.equal([...naturalRows(both)].sort(), [...together].sort())
      for (const table of ['Users', 'ConferenceUris'] as const) {
        const texts = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()
        assert.equal(texts(both[table]), texts([...named[table], ...alone[table]]), table)
      }
      assertGapless(both)
    }),
    { numRuns: 30 },
  )
})

beside(
  'is numbered after them within a slice, so their numbers stay but for dialogs of earlier slices',
  () => {
    let moved = 0
    for (const file of CROWDS) {
      const { population, ...rest } = withNamed(file)
      const both = tablesOf(planOf(withNamed(file)), tableSets.conference)
      const named = tablesOf(planOf(rest))
      const numbered = sequences(both)
      const days = new Map(
        conferencesOf(both).flatMap(({ conference, joins }) =>
          joins.map((join) => [keyOf(join, DIALOG), utcDay(conference.SessionIdTime)] as const),
        ),
      )
      const atTick = groupBy(both.Dialogs, ({ SessionIdTime }) => SessionIdTime)
      for (const { ConfInstance, SessionIdSeq } of named.Conferences)
        assert.is(numbered.get(String(ConfInstance)), SessionIdSeq, 'conference')
      for (const { ExternalId, SessionIdTime, SessionIdSeq } of named.Dialogs) {
        const number = numbered.get(String(ExternalId)) as number
        if (number === SessionIdSeq) continue
        moved++
        const own = days.get(`${SessionIdTime} ${number}`) as number
        const crowd = atTick.get(SessionIdTime) ?? []
        const isOfServers = (row: Tables['Dialogs']) => !days.has(`${row.SessionIdTime} ${row.SessionIdSeq}`)
        // Of the servers' dialogs only those of earlier slices can be in front.
        assert.ok(
          crowd.some((row) =>
            isOfServers(row)
              ? row.SessionIdSeq < number
              : (days.get(`${row.SessionIdTime} ${row.SessionIdSeq}`) as number) < own,
          ),
        )
      }
    }
    assert.ok(moved > 0, 'there are such dialogs')
  },
)

beside('shares ticks with them and has many of its own at one tick, in the crowds of these tests', () => {
  for (const file of CROWDS) {
    const { Conferences, Dialogs } = tablesOf(planOf(withNamed(file)))
    assert.ok(Conferences.filter(({ SessionIdSeq }) => SessionIdSeq > 1).length > 20, 'conferences')
    assert.ok(Dialogs.filter(({ SessionIdSeq }) => SessionIdSeq > 1).length > 20, 'dialogs')
  }
})

beside.run()

const crowds = suite('crowded ticks')

crowds('are numbered 1, 2, 3 and so on, in any division and on both sides of midnight', () => {
  for (const file of CROWDS) {
    assertGapless(tablesOf(planOf(file), tableSets.conference))
    const scenario = scenarioFrom(withNamed(file))
    const { firstSlice, lastSlice } = makePlan(scenario)
    const plan = makePlan(scenario)
    for (let day = lastSlice; day >= firstSlice; day--) {
      const alone = makePlan(scenario)
      assert.is(
        JSON.stringify([...sliceRows(plan, plan.slice(day), tableSets.core)]),
        JSON.stringify([...sliceRows(alone, alone.slice(day), tableSets.core)]),
      )
    }
  }
})

crowds.run()

const software = suite('the software of a population')

software('only moves forward: who has a build on a device never has an earlier one later', () => {
  const { FocusJoinsAndLeaves, ClientVersions } = tablesOf(
    planOf({
      scenario: 'upgrades',
      seed: 1,
      start: '2015-09-15',
      days: 150,
      population: { users: 60, conferencesPerUser: 2, weekdays: EVEN, secondDevice: 0.5 },
    }),
  )
  const products = new Map(
    ClientVersions.map(({ VersionId, Version }) => [VersionId, Version?.split('/')[0]]),
  )
  const own = FocusJoinsAndLeaves.toSorted((a, b) => a.DialogSessionIdTime - b.DialogSessionIdTime)
  let upgrades = 0
  for (const [device, sessions] of groupBy(own, (join) => `${join.UserId} ${join.UserEndpointId}`)) {
    for (const [at, { ClientVerId }] of sessions.slice(1).entries()) {
      const before = sessions[at]?.ClientVerId as number
      assert.is(products.get(ClientVerId as number), products.get(before), device)
      assert.ok(before <= (ClientVerId as number), device)
      if (before < (ClientVerId as number)) upgrades++
    }
  }
  assert.ok(upgrades > 50, `${upgrades} upgrades`)
})

software.run()

const blocks = suite('numbers')

blocks('of people and of conference URIs lie in blocks that do not overlap, and fit an int', () => {
  const divisions = MAX_USERS / DIVISION
  const last = divisions - 1
  const range = (from: number, count: number) => [from, from + count - 1] as const
  const cells = (from: number, days: number) =>
    Array.from({ length: days }, (_, at) => from + at).flatMap((day) =>
      [0, 1, last - 1, last].map((division) => range(numbers.cellBlock(day, division), numbers.CELL_BLOCK)),
    )
  const perDivision = (block: (division: number) => number, count: number) =>
    Array.from({ length: divisions }, (_, division) => range(block(division), count))
  // Days of a scenario, those around a turn of the blocks, and the first days that there are.
  for (const start of [0, 16_384 - 1000, 16_629, -3000]) {
    const days = MAX_POPULATION_DAYS + 2
    const guests = Array.from({ length: days }, (_, at) =>
      range(numbers.guestId(start + at, 0), numbers.GUESTS_PER_DAY),
    )
    assertApart([
      range(numbers.userIdOf({ index: 0 } as never), 100_000),
      ...perDivision(numbers.divisionUsers, DIVISION),
      ...perDivision(numbers.divisionDirectory, numbers.DIRECTORY_BLOCK),
      ...guests,
      ...cells(start, days),
    ])
    assertApart([
      [
        numbers.conferenceUriId({ index: 0 } as never, 'focus'),
        numbers.conferenceUriId({ index: 99_999 } as never, MODALITIES.at(-1) as never),
      ],
      ...perDivision(numbers.divisionSeries, numbers.SERIES_BLOCK),
      ...cells(start, days),
    ])
  }
  assert.ok(numbers.DIRECTORY_BLOCK >= 2500 + 2500, 'the largest directory')
})

for (const [what, population] of [
  [
    'nobody of the company is free',
    { users: 60, conferencesPerUser: 5, participants: { shares: { 300: 1 } } },
  ],
  ['many guests come', { users: 2000, conferencesPerUser: 0.09, participants: { shares: { 90: 1 } } }],
  [
    'there is a thousand in each',
    { users: 2500, conferencesPerUser: 0.01, participants: { shares: { 1000: 1 } } },
  ],
] as const) {
  blocks(`of the guests of a division on one day stay in their block where ${what}`, () => {
    const { Users } = tablesOf(
      planOf({
        scenario: 'guests',
        seed: 1,
        start: '2015-07-13',
        days: 2,
        population: {
          ...population,
          hours: { 9: 1 },
          directory: { partners: 1, callers: 1 },
          origins: { internal: 0.9, remote: 0.1, anonymous: 0, federated: 0 },
        },
      }),
    )
    const ids = Users.map(({ UserId }) => UserId)
    assert.is(new Set(ids).size, ids.length)
    const day = (id: number) => Math.floor((id - numbers.cellBlock(0, 0)) / numbers.CELL_BLOCK / 200)
    const guests = ids.filter((id) => id >= numbers.cellBlock(0, 0))
    assert.ok(guests.every((id) => [16_629 % 2048, 16_630 % 2048].includes(day(id))))
    const byBlock = groupBy(guests, (id) => Math.floor((id - 60_000_001) / numbers.CELL_BLOCK) % 200)
    assert.ok(
      [...byBlock.keys()].every((division) => division <= 1),
      `${[...byBlock.keys()]}`,
    )
  })
}

blocks(
  'of the URIs of series stay in the block of their division where nearly all occurrences are cancelled',
  () => {
    const { company } = planOf({
      scenario: 'series',
      seed: 1,
      start: '2015-07-13',
      population: {
        users: 2000,
        conferencesPerUser: 0.5,
        participants: { shares: { 2: 1 } },
        kinds: { scheduled: 1, recurring: 1, closed: 0 },
        series: { cancelled: 0.99 },
      },
    })
    const last = company?.standing(0).timetable.uri.at(-1) as number
    assert.ok(last > 10_000 && last + MODALITIES.length < numbers.SERIES_BLOCK, `${last}`)
  },
)

blocks.run()

type Fields = Record<string, unknown>
type ConferenceRow = RowsByTable['Conferences'][number]
type JoinRow = RowsByTable['FocusJoinsAndLeaves'][number]

const KEY = ['SessionIdTime', 'SessionIdSeq'] as const
const DIALOG = ['DialogSessionIdTime', 'DialogSessionIdSeq'] as const
const EVEN = {
  sunday: 0.142,
  monday: 0.143,
  tuesday: 0.143,
  wednesday: 0.143,
  thursday: 0.143,
  friday: 0.143,
  saturday: 0.143,
}

/** Hundreds of conferences that begin within a second: in the middle of the day, and just before midnight UTC. */
const CROWDS: readonly ScenarioFile[] = [
  { hour: 9, minute: 0 },
  { hour: 23, minute: 59 },
].map(({ hour, minute }) => ({
  scenario: 'crowd',
  seed: `${hour}`,
  start: '2015-07-13',
  days: 2,
  timezone: 'UTC',
  population: {
    users: 2400,
    conferencesPerUser: 0.4,
    weekdays: EVEN,
    kinds: { scheduled: 1 },
    hours: { [hour]: 1 },
    startMinutes: { [minute]: 1 },
    joinsWithin: '80s',
    lobby: { phone: 0, other: 0 },
    partial: 0,
  },
}))

/** The same with people and conferences that the scenario names, which are held while others are. */
function withNamed(file: ScenarioFile): ScenarioFile {
  return {
    ...file,
    people: {
      dee: {},
      ann: {},
      bob: { devices: ['desktop', 'mobile'] },
      cy: { kind: 'anonymous' },
      crew: { group: 90 },
    },
    conferences: {
      morning: { at: '09:00', every: 'day', length: '30m', organizer: 'ann', attendees: ['bob', 'cy'] },
      nine: {
        at: '09:00',
        every: 'day',
        length: '30m',
        organizer: 'crew.1',
        attendees: [{ from: 'crew', count: 40 }],
      },
      evening: { at: '23:59', every: 'day', length: '30m', organizer: 'bob', attendees: ['cy', 'ann'] },
      midnight: {
        at: '00:01',
        requested: '-57s',
        opens: '-55s',
        every: 'day',
        length: '30m',
        organizer: 'dee',
        attendees: ['crew'],
        behavior: { attendance: 1, late: 0, lobby: 0, partial: 0 },
      },
    },
  }
}

function conferencesOf(tables: RowsByTable): { conference: ConferenceRow; joins: JoinRow[] }[] {
  const joins = groupBy(tables.FocusJoinsAndLeaves, (row) => keyOf(row, KEY))
  return tables.Conferences.map((conference) => ({
    conference,
    joins: joins.get(keyOf(conference, KEY)) ?? [],
  }))
}

function keyOf(row: object, columns: readonly string[]): string {
  let key = ''
  for (const column of columns) key += key === '' ? (row as Fields)[column] : ` ${(row as Fields)[column]}`
  return key
}

function keysOf(rows: readonly object[], columns: readonly string[]): Set<string> {
  return new Set(rows.map((row) => keyOf(row, columns)))
}

function compareKeys(one: readonly number[], other: readonly number[]): number {
  for (const [at, value] of one.entries()) if (value !== other[at]) return value - (other[at] as number)
  return 0
}

function assertGapless({ Conferences, Dialogs }: RowsByTable): void {
  for (const table of [Conferences, Dialogs] as readonly (readonly {
    SessionIdTime: number
    SessionIdSeq: number
  }[])[]) {
    for (const sameTick of groupBy(table, ({ SessionIdTime }) => SessionIdTime).values()) {
      const found = sameTick.map(({ SessionIdSeq }) => SessionIdSeq).sort((a, b) => a - b)
      assert.ok(
        found.every((number, at) => number === at + 1),
        `numbers of a tick: ${found}`,
      )
    }
  }
}

/** The rows of conferences and joins by their ids, with what they refer to, and without numbers of ticks. */
function naturalRows(
  tables: RowsByTable,
  isMeant: (organizer: number) => boolean = () => true,
): Map<string, string> {
  const users = new Map(tables.Users.map((row) => [row.UserId, row.UserUri]))
  const uris = new Map(tables.ConferenceUris.map((row) => [row.ConferenceUriId, row.ConferenceUri]))
  const dialogs = new Map(tables.Dialogs.map((row) => [keyOf(row, KEY), row.ExternalId]))
  const found = new Map<string, string>()
  for (const { conference, joins } of conferencesOf(tables)) {
    if (!isMeant(conference.OrganizerId as number)) continue
    const { SessionIdSeq, ...row } = conference
    const id = String(conference.ConfInstance)
    const uri = uris.get(conference.ConferenceUriId as number)
    found.set(id, JSON.stringify([row, uri, users.get(conference.OrganizerId as number)]))
    for (const { SessionIdSeq, DialogSessionIdSeq, ...join } of joins) {
      const dialog = dialogs.get(`${join.DialogSessionIdTime} ${DialogSessionIdSeq}`)
      found.set(String(dialog), JSON.stringify([id, join, users.get(join.UserId as number)]))
    }
  }
  return found
}

function assertKept(before: Map<string, string>, after: Map<string, string>): void {
  for (const [id, row] of before) assert.is(after.get(id), row)
}

/** `SessionIdSeq` of all conferences and dialogs, by their ids. */
function sequences({ Conferences, Dialogs }: RowsByTable): Map<string, number> {
  return new Map([
    ...Conferences.map(({ ConfInstance, SessionIdSeq }) => [String(ConfInstance), SessionIdSeq] as const),
    ...Dialogs.map(({ ExternalId, SessionIdSeq }) => [String(ExternalId), SessionIdSeq] as const),
  ])
}

/** Numbers can move only where a tick is shared. */
function assertSameNumbers(before: RowsByTable, after: RowsByTable): void {
  const numbered = sequences(after)
  for (const table of ['Conferences', 'Dialogs'] as const) {
    const crowd = groupBy(after[table] as readonly { SessionIdTime: number }[], (row) => row.SessionIdTime)
    for (const row of before[table]) {
      const id = 'ConfInstance' in row ? row.ConfInstance : row.ExternalId
      if (numbered.get(String(id)) !== row.SessionIdSeq)
        assert.ok((crowd.get(row.SessionIdTime)?.length ?? 0) > 1)
    }
  }
}

function assertApart(ranges: readonly (readonly [from: number, to: number])[]): void {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0])
  for (const [at, [from, to]] of sorted.entries()) {
    assert.ok(from > (sorted[at - 1]?.[1] ?? 0), `${from} is taken`)
    assert.ok(to < 2 ** 31, `${to} is no int`)
  }
}
