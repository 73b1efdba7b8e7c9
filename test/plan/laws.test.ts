import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Attendance, ConferenceInstance, Plan } from '../../src/plan/plan.ts'
import { sliceRows } from '../../src/rows/rows.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import { type Occurrence, occurrenceOn } from '../../src/scenario/occurrence.ts'
import type { ExactAttendance } from '../../src/scenario/scenario.ts'
import { maxLength } from '../../src/schema/column.ts'
import { type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { SECOND } from '../../src/time/ticks.ts'
import { arbitraryScenario } from '../arbitrary-scenario.ts'
import { attendancesOf, instancesOf, tablesOf } from '../generated.ts'
import { groupBy } from '../group-by.ts'

const laws = suite('every plan')

function holds(law: (plan: Plan, file: ScenarioFile) => void, numRuns = 100): () => void {
  return () =>
    fc.assert(
      fc.property(arbitraryScenario(), (file) => law(makePlan(scenarioFrom(file)), file)),
      { numRuns },
    )
}

laws(
  'holds the law of the clock: request < open <= dialog <= join < leave <= close',
  holds((plan) => {
    for (const instance of instancesOf(plan)) {
      const { sessionIdTime, open, close, attendances } = instance
      assert.ok(sessionIdTime < open, 'request < open')
      assert.ok(open < (close ?? Number.POSITIVE_INFINITY), 'open < close')
      for (const { dialogTime, join, leave } of attendances) {
        const times = [sessionIdTime, open, dialogTime, join, leave, close]
        assert.ok(
          times.every((time) => time === null || Number.isSafeInteger(time)),
          'whole ticks',
        )
        assert.ok(open <= dialogTime && dialogTime <= join, 'open <= dialog <= join')
        if (leave !== null) assert.ok(join < leave && leave <= (close ?? leave), 'join < leave <= close')
      }
    }
  }),
)

laws(
  'holds exactly the conferences of the calendar, and none on a cancelled day',
  holds((plan, file) => {
    const held = instancesOf(plan).map(({ conference, day }) => `${conference.id} ${day}`)
    assert.equal(
      held.toSorted(),
      occurrencesOf(plan)
        .map(({ conference, day }) => `${conference.id} ${day}`)
        .toSorted(),
    )
    for (const { conference, day } of instancesOf(plan)) {
      const change = Object.entries(file.conferences?.[conference.id]?.occurrences ?? {}).find(
        ([date]) => Date.parse(date) === day * 86_400_000,
      )
      assert.is.not(change?.[1], 'cancelled')
    }
  }),
)

laws(
  'keeps the times of a conference that the scenario gives to the tick',
  holds((plan) => {
    for (const instance of instancesOf(plan)) {
      const { clock, scheduled } = occurrenceOf(instance)
      if (clock.requested !== null) assert.is(instance.sessionIdTime, scheduled + clock.requested)
      if (clock.opens !== null) assert.is(instance.open, scheduled + clock.opens)
      if (clock.closes === 'never') assert.is(instance.close, null)
      else if (clock.closes !== null) assert.is(instance.close, scheduled + clock.closes)
      else assert.is.not(instance.close, null)
    }
  }),
)

laws(
  'keeps exact attendances to the tick, and the person is there at no other time',
  holds((plan) => {
    for (const instance of instancesOf(plan)) {
      const { clock, scheduled } = occurrenceOf(instance)
      for (const [person, given] of clock.joins) {
        const found = attendancesOf(instance, person.id)
        const isTimed = given.some(saysTime)
        // Somebody of whom no time is given can be kept away by another conference.
        if (found.length === 0 && !isTimed) continue
        assert.is(found.length, given.length)
        for (const [at, { invite, join, leave, device, role }] of given.entries()) {
          const attendance = found[at] as Attendance
          if (invite !== null) assert.is(attendance.dialogTime, scheduled + invite, 'invite')
          if (join !== null) assert.is(attendance.join, scheduled + join, 'join')
          if (leave === 'never') assert.is(attendance.leave, null, 'never leaves')
          if (typeof leave === 'number') assert.is(attendance.leave, scheduled + leave, 'leave')
          if (device !== null) assert.is(attendance.endpoint.device, device)
          if (role !== null) assert.is(attendance.role, role)
        }
      }
    }
  }),
)

laws(
  'leaves no leave open but where the scenario says so',
  holds((plan) => {
    for (const instance of instancesOf(plan)) {
      for (const { participant, leave } of instance.attendances) {
        const given = occurrenceOf(instance).clock.joins.get(participant.identity.person) ?? []
        const mayStay = instance.close === null || given.some((one) => one.leave === 'never')
        if (leave === null) assert.ok(mayStay)
      }
    }
  }),
)

laws(
  'has nobody on one device twice at once; drawn sessions keep three seconds to those of other conferences',
  holds((plan) => {
    for (const sessions of groupBy(presences(plan), ({ device }) => device).values()) {
      sessions.sort((a, b) => a.attendance.join - b.attendance.join || a.until - b.until)
      for (const [at, later] of sessions.slice(1).entries()) {
        const earlier = sessions[at] as Presence
        const isDrawn = !(
          saysTimes(earlier.instance, earlier.attendance) && saysTimes(later.instance, later.attendance)
        )
        // Where a leave was not recorded, an exact join elsewhere tells that there was one.
        const until = isDrawn ? earlier.until : (earlier.attendance.leave ?? earlier.attendance.join)
        assert.ok(until <= later.attendance.join, `${later.device}: joins while still there`)
        if (!isDrawn) continue
        const gap = earlier.instance === later.instance ? 1 : 3 * SECOND
        assert.ok(earlier.until + gap <= later.attendance.dialogTime, `${later.device}: no gap`)
      }
    }
  }, 200),
)

laws(
  'counts the attendances of a person in a conference from 1 in order of joins',
  holds((plan) => {
    for (const { attendances } of instancesOf(plan)) {
      for (const own of groupBy(attendances, ({ participant }) => participant.userId).values()) {
        const inOrder = own.toSorted((a, b) => a.userInstance - b.userInstance)
        assert.equal(
          inOrder.map(({ userInstance }) => userInstance),
          own.map((_, at) => at + 1),
        )
        assert.ok(inOrder.every(({ join }, at) => at === 0 || (inOrder[at - 1] as Attendance).join <= join))
      }
    }
  }),
)

laws(
  'numbers conferences and dialogs 1, 2, 3 and so on within each tick',
  holds((plan) => {
    const { Conferences, Dialogs } = tablesOf(plan)
    for (const table of [Conferences, Dialogs] as readonly (readonly {
      SessionIdTime: number
      SessionIdSeq: number
    }[])[]) {
      for (const sameTick of groupBy(table, ({ SessionIdTime }) => SessionIdTime).values()) {
        const numbers = sameTick.map(({ SessionIdSeq }) => SessionIdSeq).sort((a, b) => a - b)
        assert.equal(
          numbers,
          numbers.map((_, at) => at + 1),
        )
      }
    }
  }),
)

laws('makes the same slices in any order, and each one alone', () => {
  const inOrder = (plan: Plan, order: readonly number[]) => {
    return new Map(
      order.map((day) => [day, JSON.stringify([...sliceRows(plan, plan.slice(day), tableSets.core)])]),
    )
  }
  fc.assert(
    fc.property(arbitraryScenario(), fc.infiniteStream(fc.nat()), (file, luck) => {
      const scenario = scenarioFrom(file)
      const { firstSlice, lastSlice } = makePlan(scenario)
      const days = Array.from({ length: lastSlice - firstSlice + 1 }, (_, at) => firstSlice + at)
      const expected = inOrder(makePlan(scenario), days)
      const shuffled = days
        .map((day) => [day, luck.next().value as number] as const)
        .sort((a, b) => a[1] - b[1])
      const reordered = inOrder(
        makePlan(scenario),
        shuffled.map(([day]) => day),
      )
      for (const day of days) {
        assert.is(reordered.get(day), expected.get(day))
        assert.is(inOrder(makePlan(scenario), [day]).get(day), expected.get(day))
      }
    }),
    { numRuns: 60 },
  )
})

laws(
  'has unique keys, and every reference resolves',
  holds((plan) => {
    const tables = tablesOf(plan)
    for (const [name, rows] of Object.entries(tables) as [TableName, readonly Record<string, unknown>[]][]) {
      const { primaryKey, unique, references } = tableOf(name)
      for (const key of [primaryKey, ...unique])
        assert.is(keysOf(rows, key).size, rows.length, `${name} (${key})`)
      for (const { columns, table, to } of references) {
        const targets = keysOf(tables[table as TableName] as never, to)
        const dangling = rows.filter(
          (row) => columns.every((column) => row[column] !== null) && !targets.has(keyOf(row, columns)),
        )
        assert.equal(dangling, [], `${name} (${columns})`)
      }
    }
  }),
)

laws(
  'fits every column: its width, its range, and null only where it may be',
  holds((plan) => {
    const ranges: Record<string, readonly [number, number]> = {
      tinyint: [0, 255],
      smallint: [-32_768, 32_767],
      int: [-2_147_483_648, 2_147_483_647],
    }
    for (const [name, rows] of Object.entries(tablesOf(plan)) as [
      TableName,
      readonly Record<string, unknown>[],
    ][]) {
      const { columns } = tableOf(name)
      for (const row of rows) {
        assert.equal(
          Object.keys(row),
          columns.map((column) => column.name),
          'the columns in their order',
        )
        for (const { name: column, type, nullable } of columns) {
          const value = row[column]
          const [from, to] = ranges[type] ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
          if (value === null) assert.ok(nullable, `${name}.${column} is null`)
          else if (typeof value === 'number')
            assert.ok(Number.isInteger(value) && from <= value && value <= to, `${name}.${column}`)
          else assert.ok(String(value).length <= (maxLength(type) ?? 100), `${name}.${column}`)
        }
      }
    }
  }),
)

laws(
  'lets the organizer take part as a presenter, but where the scenario gives another role',
  holds((plan) => {
    for (const instance of instancesOf(plan)) {
      const { organizer } = instance.conference
      const given = occurrenceOf(instance).clock.joins.get(organizer) ?? []
      if (given.some(({ role }) => role === 'attendee')) continue
      assert.ok(attendancesOf(instance, organizer.id).every(({ role }) => role === 'presenter'))
    }
  }),
)

laws(
  'gives a person one endpoint id and one kind of client per device; the build only moves forward',
  holds((plan) => {
    const all = instancesOf(plan).flatMap(({ attendances }) => attendances)
    const known = all.filter(({ participant }) => participant.identity.kind !== 'anonymous')
    const byDevice = groupBy(known, ({ participant, endpoint }) => `${participant.userId} ${endpoint.device}`)
    for (const sessions of byDevice.values()) {
      sessions.sort((a, b) => a.dialogTime - b.dialogTime)
      assert.is(new Set(sessions.map(({ endpointId }) => String(endpointId))).size, 1)
      assert.is(new Set(sessions.map(({ client }) => client.version.split('/')[0])).size, 1)
      const builds = sessions.map(({ client }) => client.id)
      assert.equal(
        builds,
        builds.toSorted((a, b) => a - b),
      )
    }
    const ids = groupBy(known, ({ endpointId }) => String(endpointId))
    for (const [id, users] of ids)
      if (id !== 'null') assert.is(new Set(users.map(({ participant }) => participant.userId)).size, 1)
  }),
)

laws(
  'gives a guest one address, number and endpoint in a conference, and others in every other',
  holds((plan) => {
    const seen = new Map<string, string>()
    for (const { conference, day, attendances } of instancesOf(plan)) {
      for (const { participant, endpoint, endpointId } of attendances) {
        const { identity, userId, address } = participant
        if (identity.kind !== 'anonymous') continue
        assert.match(address, /^[a-z0-9]{12}@anonymous\.invalid$/)
        const place = `${identity.person.id} in ${conference.id} on ${day}`
        for (const fact of [address, userId, endpointId].map(String)) {
          const where = fact === String(endpointId) ? `${place} with ${endpoint.device}` : place
          assert.is(seen.get(fact) ?? where, where)
          seen.set(fact, where)
        }
      }
    }
  }),
)

laws.run()

interface Presence {
  readonly device: string
  readonly instance: ConferenceInstance
  readonly attendance: Attendance
  /** The leave; where it is not recorded the last moment that is known. */
  readonly until: number
}

function presences(plan: Plan): Presence[] {
  return instancesOf(plan).flatMap((instance) =>
    instance.attendances.map((attendance) => {
      const device = `${attendance.participant.identity.person.id} on ${attendance.endpoint.device}`
      return { device, instance, attendance, until: attendance.leave ?? instance.close ?? attendance.join }
    }),
  )
}

/** Whether the scenario gives times of the attendances of this person in this conference. */
function saysTimes(instance: ConferenceInstance, { participant }: Attendance): boolean {
  const given = occurrenceOf(instance).clock.joins.get(participant.identity.person) ?? []
  return given.some(saysTime)
}

function saysTime({ invite, join, leave }: ExactAttendance): boolean {
  return invite !== null || join !== null || typeof leave === 'number'
}

function occurrenceOf({ conference, day }: ConferenceInstance): Occurrence {
  return occurrenceOn(conference, day) as Occurrence
}

function occurrencesOf({ scenario }: Plan): Occurrence[] {
  const days = Array.from({ length: scenario.days }, (_, at) => scenario.start + at)
  return scenario.conferences.flatMap((conference) =>
    days.flatMap((day) => occurrenceOn(conference, day) ?? []),
  )
}

function keyOf(row: Record<string, unknown>, columns: readonly string[]): string {
  return columns.map((column) => String(row[column])).join(' ')
}

function keysOf(rows: readonly Record<string, unknown>[], columns: readonly string[]): Set<string> {
  return new Set(rows.map((row) => keyOf(row, columns)))
}
