import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan, slices } from '../../src/plan/make-plan.ts'
import type { WrongRow } from '../../src/rows/ledger.ts'
import { partRows, partsOf } from '../../src/rows/parts.ts'
import { sliceRows } from '../../src/rows/rows.ts'
import { joinsWritten } from '../../src/rows/spoil.ts'
import type { AnomalyEntry } from '../../src/scenario/anomalies-file.ts'
import { ANOMALY_KINDS, factsOf } from '../../src/scenario/anomaly.ts'
import type { ScenarioFile } from '../../src/scenario/file.ts'
import { type Batch, type TableName, tableOf, tableSets } from '../../src/schema/tables.ts'
import { dateTimeText } from '../../src/time/ticks.ts'

const test = suite('ledger')

const base = {
  scenario: 'wrong',
  seed: 1,
  start: '2016-04-11',
  days: 3,
  timezone: 'Europe/London',
  people: { ann: {}, bob: { kind: 'remote' }, guest: { kind: 'anonymous' }, team: { group: 6 } },
  conferences: {
    standup: { at: '09:30', every: 'day', organizer: 'ann', attendees: ['bob', 'guest', 'team'] },
    late: { at: '23:50', every: 'day', organizer: 'bob', attendees: ['ann', 'team'], length: '30m' },
  },
  population: { users: 60 },
} as const satisfies ScenarioFile

const everyKind: readonly AnomalyEntry[] = ANOMALY_KINDS.map((kind) => ({ kind, rate: 0.3 }))

/** All rows and the ledger, from parts of at most `size` attendances. */
function made(
  anomalies: readonly AnomalyEntry[],
  { size = 1, seed = 1, tables = tableSets.conference as readonly TableName[] } = {},
) {
  const plan = makePlan(scenarioFrom({ ...base, seed, anomalies: [...anomalies] }))
  const rows: { table: TableName; row: object }[] = []
  const ledger: WrongRow[] = []
  for (const part of partsOf(plan, size, undefined, tables)) {
    for (const { batches, wrong } of partRows(plan, part, tables)) {
      for (const { table, rows: some } of batches as Iterable<Batch>)
        for (const row of some as readonly object[]) rows.push({ table, row })
      ledger.push(...wrong)
    }
  }
  return { rows, ledger }
}

function textOf({ table, row }: { readonly table: TableName; readonly row: object }): string {
  return `${table} ${JSON.stringify(row)}`
}

/** The texts of rows by table, each as often as it is there. */
function textsOf(rows: readonly { table: TableName; row: object }[]): Map<string, number> {
  const texts = new Map<string, number>()
  for (const row of rows) {
    const text = textOf(row)
    texts.set(text, (texts.get(text) ?? 0) + 1)
  }
  return texts
}

test('names exactly the rows that are not as they were planned, with every cell', () => {
  fc.assert(
    fc.property(fc.subarray([...everyKind], { minLength: 1 }), fc.nat(20), (anomalies, seed) => {
      const planned = made([], { seed }).rows
      const { rows, ledger } = made(anomalies, { seed })
      const [before, after] = [textsOf(planned), textsOf(rows)]
      const gone = [...before].filter(([text]) => !after.has(text)).length
      const lost = ledger.filter(({ change }) => change === 'lost')
      const changed = new Map<string, WrongRow[]>()
      for (const one of ledger.filter(({ change }) => change === 'changed')) {
        const place = placeOf(one)
        changed.set(place, [...(changed.get(place) ?? []), one])
      }
      const added = ledger.filter(({ change }) => change === 'added')
      assert.is(gone, changed.size + lost.length)
      assert.is(rows.length, planned.length + added.length - lost.length)
      for (const { key } of lost) assert.not.ok(changed.has(placeOf({ table: 'McuJoinsAndLeaves', key })))
      // What the ledger says of its cells turns each planned row into the one that is written.
      for (const entries of changed.values()) {
        const cells = entries.flatMap((one) => one.cells)
        assert.is(new Set(cells.map(({ column }) => column)).size, cells.length, 'a cell is told once')
        for (const { planned: one, written } of cells) assert.is.not(one, written)
      }
    }),
    { numRuns: 6 },
  )
})

test('turns the written rows back into the planned ones', () => {
  const planned = made([]).rows
  // Neither a row more nor a row less, so that rows stand where they were planned.
  const { rows, ledger } = made(
    everyKind.filter(({ kind }) => kind !== 'duplicate-join' && kind !== 'lost-mcu-rows'),
  )
  const byPlace = new Map<string, WrongRow[]>()
  for (const one of ledger) byPlace.set(placeOf(one), [...(byPlace.get(placeOf(one)) ?? []), one])
  let found = 0
  for (const [at, { table, row }] of rows.entries()) {
    const before = planned[at]!
    assert.is(table, before.table)
    if (JSON.stringify(row) === JSON.stringify(before.row)) continue
    const told = [...byPlace.values()].find(
      ([one]) => one!.table === table && isOf(one!, table, before.row, row),
    )
    assert.ok(told, `${table} ${JSON.stringify(row)}`)
    found++
  }
  assert.is(found, byPlace.size)
})

/** Whether a ledger row is about a row: each cell that differs is told with both values, and no other. */
function isOf({ key, cells }: WrongRow, table: TableName, planned: object, written: object): boolean {
  if (key.SessionIdTime !== dateTimeText(Reflect.get(planned, 'SessionIdTime'))) return false
  const [dialog, instance] = ['DialogSessionIdTime', 'McuUserInstance'].map((name) =>
    Reflect.get(planned, name),
  )
  if (instance !== undefined) {
    if (key.McuUserInstance !== instance) return false
  } else if (dialog !== undefined && key.DialogSessionIdTime !== dateTimeText(dialog)) return false
  return tableOf(table)
    .columns.filter(({ name }) => cells.some(({ column }) => column === name))
    .every(({ name, type }) => {
      const spelled = (value: unknown) =>
        value !== null && type === 'datetime' ? dateTimeText(value as number) : value
      const cell = cells.find(({ column }) => column === name)!
      return (
        cell.planned === spelled(Reflect.get(planned, name)) &&
        cell.written === spelled(Reflect.get(written, name))
      )
    })
}

function placeOf({ table, key }: Pick<WrongRow, 'table' | 'key'>): string {
  return JSON.stringify([table, key])
}

test('is the same however the days are dealt out', () => {
  const whole = made(everyKind, { size: Number.POSITIVE_INFINITY })
  const single = made(everyKind, { size: 1 })
  assert.equal(single.ledger, whole.ledger)
  assert.equal(textsOf(single.rows), textsOf(whole.rows))
  assert.ok(
    whole.ledger.some(({ place }) => place === null),
    'in the population, too',
  )
})

test('every kind happens at a rate, in both worlds', () => {
  for (const kind of ANOMALY_KINDS) {
    const { ledger } = made([{ kind, rate: 0.6 }])
    assert.ok(
      ledger.some((one) => one.kind === kind && one.place !== null),
      `${kind} among the named`,
    )
    assert.ok(
      ledger.some((one) => one.kind === kind && one.place === null),
      `${kind} in the population`,
    )
  }
})

test('a higher rate only adds rows, and another anomaly moves none', () => {
  const keys = (anomalies: readonly AnomalyEntry[]) =>
    made(anomalies)
      .ledger.filter(({ kind }) => kind === 'null-client')
      .map(placeOf)
  const few = keys([{ kind: 'null-client', rate: 0.1 }])
  const many = keys([{ kind: 'null-client', rate: 0.4 }])
  assert.ok(few.length > 0 && few.every((key) => many.includes(key)))
  assert.equal(
    keys([
      { kind: 'clock-skew', rate: 0.5 },
      { kind: 'null-client', rate: 0.1 },
    ]),
    few,
  )
})

test('a rate is the share of joins, or of conferences', () => {
  for (const kind of ANOMALY_KINDS) {
    const { rows, ledger } = made([{ kind, rate: 0.25 }])
    const ofJoin = kind === 'lost-mcu-rows' ? 'McuJoinsAndLeaves' : 'FocusJoinsAndLeaves'
    const table = factsOf(kind).of === 'join' ? ofJoin : 'Conferences'
    const lost = ledger.filter(({ change }) => change === 'lost').length
    const of = rows.filter((one) => one.table === table).length + lost
    const places = new Set(
      ledger
        .filter((one) => table === 'Conferences' || one.table === table)
        .map(({ key }) => (table === 'Conferences' ? key.ConfInstance : JSON.stringify(key))),
    )
    const share = places.size / of
    assert.ok(share > 0.08 && share < 0.5, `${kind}: ${share}`)
  }
})

test('lost rows of conferencing servers are all those of a join, by their keys, and nothing else is touched', () => {
  const anomaly = { kind: 'lost-mcu-rows', conference: 'standup', person: 'ann', on: '2016-04-12' } as const
  const [planned, { rows, ledger }] = [made([]).rows, made([anomaly])]
  const written = textsOf(rows)
  const gone = planned.filter((one) => !written.has(textOf(one)))
  assert.ok(gone.length >= 2)
  assert.equal([...new Set(gone.map(({ table }) => table))], ['McuJoinsAndLeaves'])
  assert.is(ledger.length, gone.length)
  for (const { key, place, change, cells } of ledger) {
    assert.equal([change, cells], ['lost', []])
    assert.equal(place, { conference: 'standup', on: '2016-04-12', person: 'ann' })
    assert.is(key.UserUri, 'ann@contoso.com')
    assert.match(String(key.McuUri), /opaque=srvr:/)
  }
})

test('clocks that are wrong are so on conferencing servers, too', () => {
  for (const kind of ['clock-skew', 'wrong-time-zone', 'truncated-milliseconds'] as const) {
    const { ledger } = made([{ kind, conference: 'standup', on: '2016-04-12' }])
    const cells = ledger.filter(({ table }) => table === 'McuJoinsAndLeaves').flatMap((one) => one.cells)
    const columns = ['LastModifiedTime', 'UserJoinTime', 'UserLeaveTime']
    assert.equal([...new Set(cells.map(({ column }) => column))].sort(), columns, kind)
  }
})

test('what concerns only tables that nobody asked for leaves no trace', () => {
  const tables = tableSets.core
  const lost = made([{ kind: 'lost-mcu-rows', rate: 1 }], { tables })
  assert.equal(lost.ledger, [])
  assert.equal(textsOf(lost.rows), textsOf(made([], { tables }).rows))
  const others = made(
    everyKind.filter(({ kind }) => kind !== 'lost-mcu-rows'),
    { tables },
  )
  const all = made(everyKind, { tables })
  assert.equal(textsOf(all.rows), textsOf(others.rows))
  const whole = made(everyKind).ledger.filter(({ table }) => tables.includes(table))
  assert.equal(all.ledger, whole, 'and the rest of the ledger is the same')
})

test('how many joins are written of a slice is known without their rows', () => {
  const plan = makePlan(scenarioFrom({ ...base, anomalies: [...everyKind] }))
  for (const slice of slices(plan)) {
    const rows = [...sliceRows(plan, slice, ['FocusJoinsAndLeaves'])].reduce(
      (sum, batch) => sum + batch.rows.length,
      0,
    )
    assert.is(joinsWritten(slice, plan.mishaps(slice)), rows)
  }
})

test('a named place is that join and no other', () => {
  const { ledger } = made([
    { kind: 'missing-leave', conference: 'standup', person: 'guest', on: '2016-04-12' },
  ])
  assert.equal(
    ledger.map(({ kind, table, place, cells }) => ({
      kind,
      table,
      place,
      columns: cells.map(({ column }) => column),
    })),
    [
      {
        kind: 'missing-leave',
        table: 'FocusJoinsAndLeaves',
        place: { conference: 'standup', on: '2016-04-12', person: 'guest' },
        columns: ['UserLeaveTime', 'LastModifiedTime'],
      },
    ],
  )
})

test.run()
