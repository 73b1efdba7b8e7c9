import { isBytes } from './column.ts'
import type { Reference } from './table.ts'
import { type TableName, tableOf } from './tables.ts'

/** A view as data: the rows of a table, each column a path along the references of the tables. */
export interface View {
  /** Its name in the database. */
  readonly name: string
  /** The table of which it has a row for each row. */
  readonly from: TableName
  /**
   * The columns in order, each with where its value stands: a column of the table, or one of a row that references lead to,
   * as `OrganizerId.TenantId.TenantKey`. A reference of two columns is named by the second.
   */
  readonly columns: Readonly<Record<string, string>>
  /** A reference to a table without a key may lead to several rows. They repeat the row of the view, instead of being one. */
  readonly repeats?: boolean
}

const user = (name: string, path: string, tenant = `${name}Tenant`) => ({
  [`${name}Uri`]: `${path}.UserUri`,
  [`${name}UriType`]: `${path}.UriTypeId.UriType`,
  [tenant]: `${path}.TenantId.TenantKey`,
})

const client = (name: string, path: string, category = `${name}ClientCategory`) => ({
  [`${name}ClientVersion`]: `${path}.Version`,
  [`${name}ClientType`]: `${path}.ClientType`,
  [category]: `${path}.ClientType.UACategory`,
})

/** Columns that are called as in the table. */
const own = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]))

const conference = {
  ...own('SessionIdTime', 'SessionIdSeq'),
  ConferenceUri: 'ConferenceUriId.ConferenceUri',
  ConferenceUriType: 'ConferenceUriId.UriTypeId.UriType',
  ...own('ConfInstance', 'ConferenceStartTime', 'ConferenceEndTime'),
  OrganizerUri: 'OrganizerId.UserUri',
  OrganizerType: 'OrganizerId.UriTypeId.UriType',
  OrganizerTenant: 'OrganizerId.TenantId.TenantKey',
  Pool: 'PoolId.PoolFQDN',
  ...own('Flag'),
}

/**
 * The documented views over the tables, with the documented columns in order and in the documented spelling. The pages print
 * no SQL: what each column shows follows from its description. Tenants are texts in all views, as in the table.
 *
 * Source: as the tables.
 */
export const views: readonly View[] = [
  {
    name: 'ClientVersionsView',
    from: 'ClientVersions',
    columns: { ...own('VersionId', 'Version', 'ClientType'), ClientCategory: 'ClientType.UACategory' },
    // The page warns of it: some types of clients have two names.
    repeats: true,
  },
  {
    name: 'ConferencesView',
    from: 'Conferences',
    columns: conference,
  },
  {
    name: 'ConferenceUrisView',
    from: 'ConferenceUris',
    columns: { ...own('ConferenceUriId', 'ConferenceUri'), ConferenceUriType: 'UriTypeId.UriType' },
  },
  {
    name: 'UserView',
    from: 'Users',
    columns: { ...own('UserId', 'UserUri'), TenantKey: 'TenantId.TenantKey', UriType: 'UriTypeId.UriType' },
  },
  {
    name: 'FocusJoinsAndLeavesView',
    from: 'FocusJoinsAndLeaves',
    columns: {
      ...own('SessionIdTime', 'SessionIdSeq'),
      ...user('User', 'UserId'),
      ...own('UserEndpointId'),
      ...client('User', 'ClientVerId'),
      ...own('FocusUserInstance'),
      IsuserInternal: 'IsUserInternal',
      ...own('DialogSessionIdTime', 'DialogSessionIdSeq'),
      DialogId: 'DialogSessionIdSeq.ExternalId',
      ...own('UserJoinTime', 'UserLeaveTime'),
      UserRole: 'UserRole.Role',
    },
  },
  {
    name: 'McusView',
    from: 'Mcus',
    columns: { ...own('McuId', 'McuUri'), McuUriType: 'McuTypeId.UriType' },
  },
  {
    name: 'ConferenceSessionDetailsView',
    from: 'ConferenceSessionDetails',
    columns: {
      ...own('SessionIdTime', 'SessionIdSeq', 'InviteTime'),
      ConferenceUri: 'ConferenceUriId.ConferenceUri',
      ConferenceUriType: 'ConferenceUriId.UriTypeId.UriType',
      ...own('ConfInstance'),
      McuConferenceUri: 'McuConferenceUriId.ConferenceUri',
      McuConferenceUriType: 'McuConferenceUriId.UriTypeId.UriType',
      ...user('User', 'UserId'),
      ...own('UserEndpointId'),
      EndTime: 'SessionEndTime',
      ...client('Conference', 'ConfClientVersionId', 'ConferenceCategory'),
      ...client('User', 'UserClientVersionId'),
      ...user('OnBehalfOf', 'OnBehalfOfId'),
      ...user('ReferredBy', 'ReferredById', 'ReferredByUriTenant'),
      DialogId: 'SessionIdSeq.ExternalId',
      ...own('ReplaceDialogIdTime', 'ReplaceDialogIdSeq'),
      ReplacesDialogId: 'ReplaceDialogIdSeq.ExternalId',
      ...own('IsStartedByConfServer', 'IsEndedByConfServer', 'IsUserInternal'),
      ...own('ResponseTime', 'ResponseCode', 'DiagnosticId'),
      ContentType: 'ContentTypeId.ContentType',
      FrontEnd: 'ServerId.ServerFQDN',
      Pool: 'PoolId.PoolFQDN',
      MediationServer: 'MediationServerId.MediationServer',
      Gateway: 'GatewayId.Gateway',
      EdgeServer: 'EdgeServerId.EdgeServer',
      ...own('UserFlag', 'CallFlag'),
    },
  },
  {
    name: 'McuJoinsAndLeavesView',
    from: 'McuJoinsAndLeaves',
    columns: {
      ...own('SessionIdTime', 'SessionIdSeq'),
      McuUri: 'McuId.McuUri',
      McuUriType: 'McuId.McuTypeId.UriType',
      ...user('User', 'UserId'),
      ...client('User', 'ClientVerId'),
      ...own('McuUserInstance'),
      IsUserFromPstn: 'IsFromPstn',
      ...own('DialogSessionIdTime', 'DialogSessionIdSeq'),
      DialogId: 'DialogSessionIdSeq.ExternalId',
      ...own('UserJoinTime', 'UserLeaveTime'),
    },
  },
  {
    // The page says that all columns of ConferenceSessionDetailsView are there as well. It would have the sender twice then,
    // and the rows belong to no session: it is ConferencesView that has their key, so its columns stand here.
    name: 'ConferenceMessageCountView',
    from: 'ConferenceMessageCount',
    columns: {
      ...throughConference(conference),
      ...user('User', 'UserId'),
      UserMessageCount: 'MessageCount',
    },
  },
  {
    name: 'RegistrationView',
    from: 'Registration',
    columns: {
      ...own('SessionIdTime', 'SessionIdSeq', 'RegisterTime'),
      ...user('User', 'UserId'),
      ...own('EndpointId', 'EndpointEra'),
      // The page says that it is a `datetime`: the time, under the name of the reason.
      DeRegisterType: 'DeRegisterTime',
      DeRegisterReason: 'DeRegisterTypeId.DeRegisterReason',
      ...client('', 'ClientVersionId'),
      IpAddress: 'IPAddress',
      DialogId: 'SessionIdSeq.ExternalId',
      ...own('ResponseCode', 'DiagnosticId'),
      Registrar: 'RegistrarId.ServerFQDN',
      Pool: 'PoolId.PoolFQDN',
      EdgeServer: 'EdgeServerId.EdgeServer',
      ...own('IsInternal', 'IsUserServiceAvailable', 'IsPrimaryRegistrar'),
      DeviceMacAddress: 'DeviceId.MacAddress',
      DeviceManufacturer: 'DeviceId.ManufacturerId.Manufacturer',
      DeviceHardwareVersion: 'DeviceId.HardwareVersionId.Version',
    },
  },
  {
    name: 'ErrorReportView',
    from: 'ErrorReport',
    columns: {
      ...own('ErrorTime', 'ErrorReportSeq'),
      MsDiagId: 'ErrorId.MsDiagId',
      ...user('From', 'FromUserId'),
      ...user('To', 'ToUserId'),
      ConferenceUri: 'ConferenceUriId.ConferenceUri',
      ConferenceUriType: 'ConferenceUriId.UriTypeId.UriType',
      ...own('SessionIdTime', 'SessionIdSeq'),
      DialogId: 'SessionIdSeq.ExternalId',
      ...client('', 'ClientVersionId'),
      Source: 'SourceId.ServerFQDN',
      Application: 'ApplicationId.Name',
      ResponseCode: 'ErrorId.ResponseCode',
      RequestType: 'ErrorId.RequestType',
      ContentType: 'ErrorId.ContentType',
      CallType: 'ErrorId.CallTypeId.CallType',
      ...own('TelemetryId'),
      SetupTime: 'SessionSetupTime',
      ...own('IsCapturedByServer', 'Flag', 'MsDiagHeader'),
      FrontEnd: 'ServerId.ServerFQDN',
      Pool: 'PoolId.PoolFQDN',
    },
  },
]

/** The columns of a conference by a row that belongs to it; its key is that of the row. */
function throughConference(columns: Readonly<Record<string, string>>): Record<string, string> {
  const through = ([name, path]: readonly [string, string]) =>
    [name, path === 'SessionIdTime' || path === 'SessionIdSeq' ? path : `SessionIdSeq.${path}`] as const
  return Object.fromEntries(Object.entries(columns).map(through))
}

/** A step from a row of one table to the row of another that a reference leads to. */
export interface Join {
  /** The path from the row of the view. */
  readonly path: string
  /** The path from which it goes on; empty for the row of the view itself. */
  readonly before: string
  readonly reference: Reference
}

/** A column of a view: where it stands, and whether the bytes of a text stand there. */
export interface ViewColumn {
  readonly name: string
  /** The path of the row; empty for the row of the view itself. */
  readonly path: string
  readonly column: string
  readonly isBytes: boolean
}

/** A view with its paths followed: the joins, each after those that it goes on from. */
export function followed({ from, columns }: View): {
  readonly joins: readonly Join[]
  readonly columns: readonly ViewColumn[]
} {
  const joins = new Map<string, Join>()
  const found = Object.entries(columns).map(([name, whole]): ViewColumn => {
    const steps = whole.split('.')
    const column = steps.pop() as string
    let [table, path] = [from, '']
    for (const step of steps) {
      const reference = tableOf(table).references.find(({ columns }) => columns.at(-1) === step)
      if (!reference) throw new TypeError(`${name}: ${table}.${step} leads nowhere`)
      const before = path
      path = path === '' ? step : `${path}.${step}`
      joins.set(path, { path, before, reference })
      table = reference.table as TableName
    }
    const own = tableOf(table).columns.find((one) => one.name === column)
    if (!own) throw new TypeError(`${name}: ${table} has no ${column}`)
    return { name, path, column, isBytes: isBytes(own.type) }
  })
  return { joins: [...joins.values()], columns: found }
}

/** The views that need no tables but these. */
export function viewsOver(tables: readonly TableName[]): readonly View[] {
  return views.filter((view) => {
    const needed = [view.from, ...followed(view).joins.map(({ reference }) => reference.table as TableName)]
    return needed.every((table) => tables.includes(table))
  })
}
