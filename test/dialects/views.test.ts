import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Database } from '../../src/databases/database.ts'
import { createAll } from '../../src/dialects/ddl.ts'
import { dialects } from '../../src/dialects/dialects.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { type Batch, type TableName, type Tables, tableOf, tableSets } from '../../src/schema/tables.ts'
import { followed, type View, views, viewsOver } from '../../src/schema/views.ts'
import { seedDatabase } from '../../src/seed.ts'
import { insert } from '../loading/rows-in.ts'
import { testEngines } from '../servers.ts'
import { small } from '../small-scenario.ts'

/** The columns that the pages print, in their order and spelling. */
const DOCUMENTED: Readonly<Record<string, string>> = {
  ClientVersionsView: 'VersionId Version ClientType ClientCategory',
  ConferencesView: `SessionIdTime SessionIdSeq ConferenceUri ConferenceUriType ConfInstance ConferenceStartTime
    ConferenceEndTime OrganizerUri OrganizerType OrganizerTenant Pool Flag`,
  ConferenceUrisView: 'ConferenceUriId ConferenceUri ConferenceUriType',
  UserView: 'UserId UserUri TenantKey UriType',
  FocusJoinsAndLeavesView: `SessionIdTime SessionIdSeq UserUri UserUriType UserTenant UserEndpointId UserClientVersion
    UserClientType UserClientCategory FocusUserInstance IsuserInternal DialogSessionIdTime DialogSessionIdSeq DialogId
    UserJoinTime UserLeaveTime UserRole`,
  McusView: 'McuId McuUri McuUriType',
  ConferenceSessionDetailsView: `SessionIdTime SessionIdSeq InviteTime ConferenceUri ConferenceUriType ConfInstance
    McuConferenceUri McuConferenceUriType UserUri UserUriType UserTenant UserEndpointId EndTime ConferenceClientVersion
    ConferenceClientType ConferenceCategory UserClientVersion UserClientType UserClientCategory OnBehalfOfUri
    OnBehalfOfUriType OnBehalfOfTenant ReferredByUri ReferredByUriType ReferredByUriTenant DialogId ReplaceDialogIdTime
    ReplaceDialogIdSeq ReplacesDialogId IsStartedByConfServer IsEndedByConfServer IsUserInternal ResponseTime ResponseCode
    DiagnosticId ContentType FrontEnd Pool MediationServer Gateway EdgeServer UserFlag CallFlag`,
  McuJoinsAndLeavesView: `SessionIdTime SessionIdSeq McuUri McuUriType UserUri UserUriType UserTenant UserClientVersion
    UserClientType UserClientCategory McuUserInstance IsUserFromPstn DialogSessionIdTime DialogSessionIdSeq DialogId
    UserJoinTime UserLeaveTime`,
  ConferenceMessageCountView: `SessionIdTime SessionIdSeq ConferenceUri ConferenceUriType ConfInstance ConferenceStartTime
    ConferenceEndTime OrganizerUri OrganizerType OrganizerTenant Pool Flag UserUri UserUriType UserTenant
    UserMessageCount`,
  RegistrationView: `SessionIdTime SessionIdSeq RegisterTime UserUri UserUriType UserTenant EndpointId EndpointEra
    DeRegisterType DeRegisterReason ClientVersion ClientType ClientCategory IpAddress DialogId ResponseCode DiagnosticId
    Registrar Pool EdgeServer IsInternal IsUserServiceAvailable IsPrimaryRegistrar DeviceMacAddress DeviceManufacturer
    DeviceHardwareVersion`,
  ErrorReportView: `ErrorTime ErrorReportSeq MsDiagId FromUri FromUriType FromTenant ToUri ToUriType ToTenant ConferenceUri
    ConferenceUriType SessionIdTime SessionIdSeq DialogId ClientVersion ClientType ClientCategory Source Application
    ResponseCode RequestType ContentType CallType TelemetryId SetupTime IsCapturedByServer Flag MsDiagHeader FrontEnd
    Pool`,
}

const columnsOf = (name: string) => (DOCUMENTED[name] as string).split(/\s+/)

const test = suite('views')

test('every documented view over the tables has the documented columns in order', () => {
  assert.equal(
    Object.fromEntries(views.map(({ name, columns }) => [name, Object.keys(columns)])),
    Object.fromEntries(Object.keys(DOCUMENTED).map((name) => [name, columnsOf(name)])),
  )
})

test('every path leads from table to table along references to a column that is there', () => {
  for (const view of views) assert.is(followed(view).columns.length, Object.keys(view.columns).length)
})

test('a set of tables has the views that need no others; each has all when it is created whole', () => {
  assert.equal(
    viewsOver(tableSets.core).map(({ name }) => name),
    ['ClientVersionsView', 'ConferencesView', 'ConferenceUrisView', 'UserView', 'FocusJoinsAndLeavesView'],
  )
  assert.is(viewsOver(tableSets.conference).length, views.length)
  const [view = ''] = createAll(dialects.mssql, tableSets.core).slice(tableSets.core.length)
  assert.match(
    view,
    /^CREATE VIEW \[ClientVersionsView\] AS\nSELECT\n {2}\[ClientVersions\]\.\[VersionId\] AS/,
  )
})

test('views stand in the schema of their tables', () => {
  for (const statement of createAll(dialects.mssql, ['Tenants', 'UriTypes', 'Users'], { schema: 'cdr' })) {
    assert.not.match(statement, /(FROM|JOIN|VIEW|TABLE) \[(?!cdr\])/)
  }
})

test.run()

/** A row with these cells; the others are empty. */
function row<T extends TableName>(table: T, cells: Partial<Tables[T]>): Batch {
  const empty = Object.fromEntries(tableOf(table).columns.map(({ name }) => [name, null]))
  return { table, rows: [{ ...empty, ...cells }] } as unknown as Batch
}

const TIME = 430_000_000_000
const key = { SessionIdTime: TIME, SessionIdSeq: 1 }
const dialog = { DialogSessionIdTime: TIME, DialogSessionIdSeq: 1 }
const id = new DialogId(Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))

/** A conference of its own year in which each table has a row, joined by a client whose type has two names. */
const ROWS: readonly Batch[] = [
  row('ClientVersions', { VersionId: 9001, Version: 'Conferencing_Attendant_1.0', ClientType: 512 }),
  row('Users', { UserId: 9001, UserUri: '+441212001234', UriTypeId: 1, TenantId: 1 }),
  row('Servers', { ServerId: 9001, ServerFQDN: 'fe01.contoso.com' }),
  row('Mcus', { McuId: 9001, McuUri: 'sip:mcu', McuTypeId: 4 }),
  row('CallType', { CallTypeId: 9003, CallType: 'Whatever' }),
  row('ErrorDef', { ErrorId: 9001, ResponseCode: 486, CallTypeId: 9003, RequestType: 'INVITE' }),
  row('Devices', { DeviceId: 9001, MacAddress: 0xaabb_ccdd_eeff }),
  row('Conferences', { ...key, OrganizerId: 9001 }),
  row('Dialogs', { ...key, ExternalId: id }),
  row('ErrorReport', {
    ErrorTime: TIME,
    ErrorReportSeq: 1,
    ErrorId: 9001,
    ...key,
    ServerId: 9001,
    MsDiagHeader: '4; reason="busy"',
  }),
  row('FocusJoinsAndLeaves', { ...key, ...dialog, UserId: 9001, ClientVerId: 9001, UserRole: 2 }),
  row('ConferenceSessionDetails', { ...key, UserId: 9001, UserClientVersionId: 9001, ServerId: 9001 }),
  row('McuJoinsAndLeaves', {
    ...key,
    UserId: 9001,
    McuUserInstance: 1,
    McuId: 9001,
    IsFromPstn: true,
    ClientVerId: 9001,
  }),
  row('ConferenceMessageCount', { ...key, UserId: 9001, MessageCount: 7 }),
  row('Registration', { ...key, UserId: 9001, DeviceId: 9001, ClientVersionId: 9001 }),
]

for (const engine of testEngines('views')) {
  const own = suite(`${engine.name}: views`)
  const filled = (work: (database: Database) => Promise<void>) =>
    engine.inDatabase(async (database) => {
      await seedDatabase(database, small, { create: true, tables: tableSets.conference })
      await insert(database, ROWS)
      await work(database)
    })
  const countOf = async ({ knex }: Database, name: string) => {
    const [counted = {}] = (await knex(name).count({ rows: '*' })) as object[]
    return Number(Object.values(counted)[0])
  }
  const first = ({ knex }: Database, { name }: Pick<View, 'name'>, time = 'SessionIdTime') =>
    knex(name).orderBy(time).first()

  own('have the documented columns in order, and a row for each row of their tables', () =>
    filled(async (database) => {
      for (const { name, from, repeats } of views) {
        const [shown = {}] = await database.knex(name).select('*').limit(1)
        assert.equal(Object.keys(shown), columnsOf(name), name)
        if (!repeats) assert.is(await countOf(database, name), await countOf(database, from), name)
      }
    }),
  )

  own('of clients repeat those whose type has two names, as the page warns, and no others', () =>
    filled(async (database) => {
      const of = (version: number) => database.knex('ClientVersionsView').where('VersionId', version)
      assert.is((await of(9001)).length, 2)
      assert.is(
        await countOf(database, 'ClientVersionsView'),
        (await countOf(database, 'ClientVersions')) + 1,
      )
    }),
  )

  own('show bytes as the texts that they spell, and what references lead to', () =>
    filled(async (database) => {
      const { knex } = database
      const focus = await knex('FocusJoinsAndLeavesView').where('UserUri', '+441212001234').first()
      assert.is(focus.DialogId, id.toString())
      assert.is(focus.UserClientCategory, 'CAA')
      assert.is(focus.UserRole, 'Attendee')
      const report = await first(database, { name: 'ErrorReportView' }, 'ErrorTime')
      const { DialogId, RequestType, MsDiagHeader, FrontEnd, CallType, Pool } = report
      assert.equal(
        { DialogId, RequestType, MsDiagHeader, FrontEnd, CallType, Pool },
        {
          DialogId: id.toString(),
          RequestType: 'INVITE',
          MsDiagHeader: '4; reason="busy"',
          FrontEnd: 'fe01.contoso.com',
          CallType: 'Whatever',
          Pool: null,
        },
      )
      const registration = await knex('RegistrationView').where('UserUri', '+441212001234').first()
      assert.is(Number(registration.DeviceMacAddress), 0xaabb_ccdd_eeff)
      const count = await knex('ConferenceMessageCountView').where('UserUri', '+441212001234').first()
      assert.equal([count.UserMessageCount, count.OrganizerUri], [7, '+441212001234'])
    }),
  )

  own.run()
}
