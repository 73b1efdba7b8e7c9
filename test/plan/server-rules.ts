import * as assert from 'uvu/assert'
import type { Plan } from '../../src/plan/plan.ts'
import { tableNames, tableOf } from '../../src/schema/tables.ts'
import type { Ticks } from '../../src/time/ticks.ts'
import { type RowsByTable, tablesOf } from '../generated.ts'

type Fields = Readonly<Record<string, unknown>>

/** Checks every rule that the conference tables have to keep, on all rows of a plan. Gives the rows. */
export function checkServerRules(plan: Plan): RowsByTable {
  const rows = tablesOf(plan, tableNames)
  checkKeys(rows)
  checkReferences(rows)
  checkSessions(plan, rows)
  checkMcuJoins(rows)
  checkMessages(rows)
  checkFailed(rows)
  checkRegistrations(rows)
  return rows
}

/** Rules 2 to 5 and 7: keys are unique, sequences count from 1, numbers fit. */
function checkKeys(rows: RowsByTable): void {
  for (const table of tableNames) {
    const { primaryKey, columns } = tableOf(table)
    const keys = new Set<string>()
    for (const row of rows[table] as readonly Fields[]) {
      keys.add(keyOf(row, primaryKey))
      for (const { name, type } of columns) {
        if (type === 'int') assert.ok(row[name] === null || Math.abs(row[name] as number) <= 0x7fffffff, name)
        if (type === 'smallint') assert.ok(row[name] === null || (row[name] as number) <= 0x7fff, name)
      }
    }
    assert.is(keys.size, rows[table].length, `${table} has unique keys`)
  }
  const counts = (times: readonly (readonly [Ticks, number])[], what: string) => {
    const byTime = new Map<Ticks, number[]>()
    for (const [time, number] of times) byTime.set(time, [...(byTime.get(time) ?? []), number])
    for (const numbers of byTime.values())
      assert.equal(
        numbers.sort((a, b) => a - b),
        numbers.map((_, at) => at + 1),
        `${what} count from 1`,
      )
  }
  counts(
    rows.Dialogs.map((row) => [row.SessionIdTime, row.SessionIdSeq]),
    'dialogs',
  )
  counts(
    rows.ErrorReport.map((row) => [row.ErrorTime, row.ErrorReportSeq]),
    'errors',
  )
}

/** Rule 1: whatever a row points to is there. */
function checkReferences(rows: RowsByTable): void {
  const known = new Map<string, ReadonlySet<string>>()
  const keysOf = (table: keyof RowsByTable, columns: readonly string[]) => {
    const name = `${table}.${columns}`
    const keys =
      known.get(name) ?? new Set((rows[table] as readonly Fields[]).map((row) => keyOf(row, columns)))
    known.set(name, keys)
    return keys
  }
  for (const table of tableNames) {
    for (const { columns, table: target, to } of tableOf(table).references) {
      const keys = keysOf(target as keyof RowsByTable, to)
      for (const row of rows[table] as readonly Fields[]) {
        if (columns.some((column) => row[column] === null)) continue
        assert.ok(keys.has(keyOf(row, columns)), `${table}.${columns} points to ${target}`)
      }
    }
  }
}

/** Rules 6, 8, 9 and 13: sessions with the focus are those of the attendances, and in order of time. */
function checkSessions(plan: Plan, rows: RowsByTable): void {
  const sessions = byKey(rows.ConferenceSessionDetails, SESSION)
  const conferences = byKey(rows.Conferences, SESSION)
  const focusTypes = typesOf(rows, 'conf:focus')
  const mediation = new Set(
    rows.ClientVersions.filter(({ ClientType }) => ClientType === 1).map(({ VersionId }) => VersionId),
  )
  for (const row of rows.FocusJoinsAndLeaves) {
    const session = sessions.get(keyOf(row, DIALOG)) as (typeof rows.ConferenceSessionDetails)[number]
    assert.ok(session, 'each focus join has a session')
    assert.is(session.McuConferenceUriId, null)
    assert.is(session.UserId, row.UserId)
    assert.is(String(session.UserEndpointId), String(row.UserEndpointId))
    assert.is(session.UserClientVersionId, row.ClientVerId)
    assert.is(session.IsUserInternal, row.IsUserInternal)
    assert.is(session.ResponseCode, 200)
    assert.is(session.SessionEndTime, row.UserLeaveTime)
    assert.ok(session.ResponseTime! <= row.UserJoinTime!, 'answered before the join')
    const conference = conferences.get(keyOf(row, SESSION)) as (typeof rows.Conferences)[number]
    assert.is(session.ConferenceUriId, conference.ConferenceUriId)
    assert.is(String(session.ConfInstance), String(conference.ConfInstance))
    assert.is(session.PoolId, conference.PoolId)
    if (session.IsEndedByConfServer) assert.ok(row.UserLeaveTime !== null, 'what is ended has an end')
  }
  for (const row of rows.ConferenceSessionDetails) {
    const isByPhone = mediation.has(row.UserClientVersionId!) || row.GatewayId !== null
    assert.is(row.GatewayId !== null, row.MediationServerId !== null, 'a gateway and a Mediation Server')
    if (!isByPhone)
      assert.is(row.EdgeServerId === null, row.IsUserInternal, 'external users have an Edge Server')
    assert.is(row.McuConferenceUriId === null, focusTypes.has(row.UriTypeId!), 'the kind of session')
    assert.ok(row.InviteTime === row.SessionIdTime && row.InviteTime <= row.ResponseTime!)
  }
  assert.ok(plan.topology.mcus.length === rows.Mcus.length)
}

/** Rules 4, 9 and 10: each time on a server is within one attendance, and its dialog too. */
function checkMcuJoins(rows: RowsByTable): void {
  const sessions = byKey(rows.ConferenceSessionDetails, SESSION)
  const kinds = new Map(rows.Mcus.map(({ McuId, McuTypeId }) => [McuId, McuTypeId]))
  const slides = typesOf(rows, 'conf:data-conf')
  const sound = typesOf(rows, 'conf:audio-video')
  const attendances = new Map<string, (typeof rows.FocusJoinsAndLeaves)[number]>()
  for (const row of rows.FocusJoinsAndLeaves)
    attendances.set(`${keyOf(row, SESSION)},${row.UserId},${row.FocusUserInstance}`, row)
  let withDialog = 0
  for (const row of rows.McuJoinsAndLeaves) {
    const focus = attendances.get(`${keyOf(row, SESSION)},${row.UserId},${row.McuUserInstance}`)!
    assert.ok(focus, 'each join of a server is in an attendance')
    const end = focus.UserLeaveTime ?? Number.POSITIVE_INFINITY
    const leave = row.UserLeaveTime ?? Number.POSITIVE_INFINITY
    assert.ok(
      focus.UserJoinTime! <= row.UserJoinTime! && row.UserJoinTime! < leave && leave <= end,
      'within it',
    )
    const kind = kinds.get(row.McuId)!
    if (row.IsFromPstn) assert.ok(sound.has(kind), 'a telephone has sound alone')
    assert.is(row.DialogSessionIdTime === null, slides.has(kind), 'slides have no dialog of their own')
    if (row.DialogSessionIdTime === null) continue
    withDialog++
    const session = sessions.get(keyOf(row, DIALOG))!
    assert.is(session.UriTypeId, kind)
    assert.is(session.UserId, row.UserId)
    assert.is(session.GatewayId !== null, row.IsFromPstn)
    assert.is(session.SessionEndTime, row.UserLeaveTime)
    assert.ok(focus.UserJoinTime! <= session.InviteTime! && session.ResponseTime! <= row.UserJoinTime!)
  }
  const withServers = rows.ConferenceSessionDetails.filter(
    ({ McuConferenceUriId }) => McuConferenceUriId !== null,
  )
  assert.is(withServers.length, withDialog, 'no session with a server but those of joins')
}

/** Rule 5: those who were on the chat server, and nobody else. */
function checkMessages(rows: RowsByTable): void {
  const chat = typesOf(rows, 'conf:chat')
  const servers = new Set(rows.Mcus.filter(({ McuTypeId }) => chat.has(McuTypeId!)).map(({ McuId }) => McuId))
  const there = new Set(
    rows.McuJoinsAndLeaves.filter(({ McuId }) => servers.has(McuId)).map((row) => keyOf(row, MEMBER)),
  )
  assert.equal(new Set(rows.ConferenceMessageCount.map((row) => keyOf(row, MEMBER))), there)
  assert.ok(rows.ConferenceMessageCount.every(({ MessageCount }) => MessageCount! >= 0))
}

/** Rule 14: a failed join has a code, a diagnostic, a report, and no row among the joins. */
function checkFailed(rows: RowsByTable): void {
  const failed = rows.ConferenceSessionDetails.filter(({ ResponseCode }) => ResponseCode! >= 400)
  const joined = new Set([
    ...rows.FocusJoinsAndLeaves.map((row) => keyOf(row, DIALOG)),
    ...rows.McuJoinsAndLeaves.map((row) => keyOf(row, DIALOG)),
  ])
  const reports = byKey(rows.ErrorReport, SESSION)
  const causes = new Map(rows.ErrorDef.map((cause) => [cause.ErrorId, cause]))
  for (const row of failed) {
    assert.ok(row.DiagnosticId! >= 3000 && row.DiagnosticId! <= 3999)
    assert.not(joined.has(keyOf(row, SESSION)))
    const report = reports.get(keyOf(row, SESSION))!
    assert.is(report.FromUserId, row.UserId)
    assert.is(report.ConferenceUriId, row.ConferenceUriId)
    const cause = causes.get(report.ErrorId!)!
    assert.equal([cause.ResponseCode, cause.MsDiagId], [row.ResponseCode, row.DiagnosticId])
  }
  assert.is(rows.ErrorReport.length, failed.length)
}

/** Whoever of the company meets is registered by then; each device registers anew only when it has to. */
function checkRegistrations(rows: RowsByTable): void {
  const [enterprise] = rows.Tenants
  const ours = new Set(
    rows.Users.filter(({ TenantId, UriTypeId }) => TenantId === enterprise!.TenantId && UriTypeId === 0).map(
      ({ UserId }) => UserId,
    ),
  )
  const byUser = new Map<number, (typeof rows.Registration)[number][]>()
  for (const row of rows.Registration) {
    assert.ok(ours.has(row.UserId!), 'only our own users register')
    assert.is(row.RegisterTime, row.SessionIdTime)
    assert.ok(row.DeRegisterTime! > row.RegisterTime!)
    assert.is(row.EdgeServerId === null, row.IsInternal)
    const own = byUser.get(row.UserId!)
    if (own) own.push(row)
    else byUser.set(row.UserId!, [row])
  }
  const services = new Set(
    rows.ClientVersions.filter(({ ClientType }) => ClientType === 256).map(({ VersionId }) => VersionId),
  )
  for (const row of rows.FocusJoinsAndLeaves) {
    if (!ours.has(row.UserId!) || row.UserEndpointId === null || services.has(row.ClientVerId!)) continue
    const isThere = byUser
      .get(row.UserId!)
      ?.some(
        ({ RegisterTime, DeRegisterTime }) =>
          RegisterTime! <= row.DialogSessionIdTime && row.DialogSessionIdTime <= DeRegisterTime!,
      )
    assert.ok(isThere, 'whoever meets is registered')
  }
}

const SESSION = ['SessionIdTime', 'SessionIdSeq']
const DIALOG = ['DialogSessionIdTime', 'DialogSessionIdSeq']
const MEMBER = [...SESSION, 'UserId']

function keyOf(row: object, columns: readonly string[]): string {
  return columns.map((column) => String((row as Fields)[column])).join()
}

function byKey<R extends object>(rows: readonly R[], columns: readonly string[]): ReadonlyMap<string, R> {
  return new Map(rows.map((row) => [keyOf(row, columns), row]))
}

function typesOf({ UriTypes }: RowsByTable, type: string): ReadonlySet<number> {
  return new Set(UriTypes.filter(({ UriType }) => UriType === type).map(({ UriTypeId }) => UriTypeId))
}
