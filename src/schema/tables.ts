import { type Column, optional, required, type ValueOf } from './column.ts'
import type { Identity, Reference, Table } from './table.ts'

const CONFERENCE_KEY = ['SessionIdTime', 'SessionIdSeq'] as const
const DIALOG_KEY = ['DialogSessionIdTime', 'DialogSessionIdSeq'] as const

/**
 * The core tables, parents before children, with every documented column in the documented order.
 *
 * Source: "Call detail recording (CDR) database schema in Skype for Business Server 2015"
 * (MicrosoftDocs/OfficeDocs-SkypeForBusiness, Skype/SfbServer/schema-reference).
 */
export const tables = {
  UriTypes: table({
    columns: [required('UriTypeId', 'tinyint'), optional('UriType', 'nvarchar(256)')],
    primaryKey: ['UriTypeId'],
    identity: named(['UriType'], 'UriTypeId'),
  }),
  Tenants: table({
    columns: [required('TenantId', 'int'), optional('TenantKey', 'nvarchar(256)')],
    primaryKey: ['TenantId'],
    identity: named(['TenantKey'], 'TenantId'),
  }),
  Roles: table({
    columns: [required('RoleId', 'tinyint'), optional('Role', 'nvarchar(256)')],
    primaryKey: ['RoleId'],
    // The number is the meaning: `UserRole` holds it.
    identity: named(['RoleId']),
  }),
  UserAgentDef: table({
    columns: [
      optional('UAType', 'int'),
      required('UAName', 'nvarchar(256)'),
      optional('UACategory', 'nvarchar(64)'),
    ],
    // The page shows no key. UAType 64 and 512 stand there twice; UAName is unique in the documented rows.
    primaryKey: ['UAName'],
    identity: named(['UAName']),
  }),
  ClientVersions: table({
    columns: [
      required('VersionId', 'int'),
      optional('Version', 'nvarchar(256)'),
      optional('ClientType', 'int'),
    ],
    primaryKey: ['VersionId'],
    references: [reference(['ClientType'], 'UserAgentDef', ['UAType'])],
    identity: named(['Version', 'ClientType'], 'VersionId'),
  }),
  Pools: table({
    columns: [required('PoolId', 'int'), optional('PoolFQDN', 'nvarchar(256)')],
    primaryKey: ['PoolId'],
    identity: named(['PoolFQDN'], 'PoolId'),
  }),
  Users: table({
    columns: [
      optional('NextUpdateTS', 'datetime'),
      required('UserId', 'int'),
      optional('UserUri', 'nvarchar(450)'),
      optional('TenantId', 'int'),
      optional('UriTypeId', 'int'),
    ],
    primaryKey: ['UserId'],
    references: [reference(['TenantId'], 'Tenants'), reference(['UriTypeId'], 'UriTypes')],
    identity: named(['UserUri'], 'UserId'),
  }),
  ConferenceUris: table({
    columns: [
      required('NextUpdateTS', 'datetime'),
      required('ConferenceUriId', 'int'),
      optional('ConferenceUri', 'nvarchar(450)'),
      optional('Checksum', 'int'),
      optional('UriTypeId', 'int'),
    ],
    primaryKey: ['NextUpdateTS', 'ConferenceUriId'],
    // Every table that refers to a conference URI does so by this number alone, so it needs a key of its own.
    unique: [['ConferenceUriId']],
    references: [reference(['UriTypeId'], 'UriTypes')],
    identity: named(['ConferenceUri'], 'ConferenceUriId'),
  }),
  Conferences: table({
    columns: [
      required('SessionIdTime', 'datetime'),
      required('SessionIdSeq', 'int'),
      optional('ConferenceUriId', 'int'),
      optional('ConfInstance', 'uniqueidentifier'),
      optional('ConferenceStartTime', 'datetime'),
      optional('ConferenceEndTime', 'datetime'),
      optional('PoolId', 'int'),
      optional('OrganizerId', 'int'),
      optional('Flag', 'smallint'),
      optional('Processed', 'bit'),
      optional('LastModifiedTime', 'datetime'),
    ],
    primaryKey: CONFERENCE_KEY,
    references: [
      reference(['ConferenceUriId'], 'ConferenceUris'),
      reference(['PoolId'], 'Pools'),
      reference(['OrganizerId'], 'Users', ['UserId']),
    ],
    identity: timed(['ConfInstance']),
  }),
  Dialogs: table({
    columns: [
      required('SessionIdTime', 'datetime'),
      required('SessionIdSeq', 'int'),
      optional('ExternalChecksum', 'int'),
      optional('ExternalId', 'varbinary(775)'),
    ],
    primaryKey: ['SessionIdTime', 'SessionIdSeq'],
    identity: timed(['ExternalId']),
  }),
  FocusJoinsAndLeaves: table({
    columns: [
      required('SessionIdTime', 'datetime'),
      required('SessionIdSeq', 'int'),
      required('DialogSessionIdTime', 'datetime'),
      required('DialogSessionIdSeq', 'int'),
      optional('UserId', 'int'),
      optional('FocusUserInstance', 'int'),
      optional('IsUserInternal', 'bit'),
      optional('UserRole', 'int'),
      optional('UserJoinTime', 'datetime'),
      optional('UserLeaveTime', 'datetime'),
      optional('ClientVerId', 'int'),
      optional('UserEndpointId', 'uniqueidentifier'),
      optional('LastModifiedTime', 'datetime'),
    ],
    primaryKey: [...CONFERENCE_KEY, ...DIALOG_KEY],
    // The key that Lync Server 2010 documented; later versions replaced its second half by the dialog. Both hold.
    unique: [[...CONFERENCE_KEY, 'UserId', 'FocusUserInstance']],
    references: [
      reference(CONFERENCE_KEY, 'Conferences'),
      reference(DIALOG_KEY, 'Dialogs', ['SessionIdTime', 'SessionIdSeq']),
      reference(['UserId'], 'Users'),
      reference(['ClientVerId'], 'ClientVersions', ['VersionId']),
      reference(['UserRole'], 'Roles', ['RoleId']),
    ],
  }),
} as const

/** From the name of a table to the type of its rows. */
export type Tables = {
  readonly [T in keyof typeof tables]: RowOf<(typeof tables)[T]['columns']>
}

export type TableName = keyof Tables

/** Rows of one table that go to a sink together. */
export type Batch = {
  readonly [T in TableName]: { readonly table: T; readonly rows: readonly Tables[T][] }
}[TableName]

/** Numbers of rows by table. */
export type Counts = { readonly [T in TableName]?: number }

/** The sets of tables that a user can ask for by name. */
export const tableSets = {
  core: Object.keys(tables) as readonly TableName[],
} as const

/** The tables in which each day has rows of its own; all others have only rows that belong to no day. */
export const dailyTables: readonly TableName[] = [
  'Users',
  'ConferenceUris',
  'Conferences',
  'Dialogs',
  'FocusJoinsAndLeaves',
]

export type TableSet = keyof typeof tableSets

export function tableOf(name: TableName): Table {
  return tables[name]
}

/** Tables, or what there is of them somewhere. */
export interface TableColumns {
  readonly table: TableName
  readonly columns: readonly Column[]
}

/** Tables with all their columns. */
export function wholeTables(names: readonly TableName[]): readonly TableColumns[] {
  return names.map((table) => ({ table, columns: tableOf(table).columns }))
}

/** Whether a reference can be a foreign key: both ends have the same types, and the target is a key of its table. */
export function isDeclarable(from: Table, { columns, table: target, to }: Reference): boolean {
  const parent = tableOf(target as TableName)
  const typeIn = (owner: Table, name: string) => owner.columns.find((column) => column.name === name)?.type
  const isKey = [parent.primaryKey, ...parent.unique].some((key) => key.join() === to.join())
  return isKey && columns.every((name, at) => typeIn(from, name) === typeIn(parent, to[at] as string))
}

type RowOf<C extends readonly Column[]> = {
  readonly [K in C[number] as K['name']]: K['nullable'] extends true
    ? ValueOf<K['type']> | null
    : ValueOf<K['type']>
}

function table<const C extends readonly Column[]>(definition: {
  columns: C
  primaryKey: readonly C[number]['name'][]
  unique?: readonly (readonly C[number]['name'][])[]
  references?: readonly Reference[]
  identity?: Identity
}) {
  const { columns, primaryKey, unique = [], references = [], identity = { kind: 'child' } } = definition
  return { columns, primaryKey, unique, references, identity } as const
}

function named(natural: readonly string[], number: string | null = null): Identity {
  return { kind: 'named', natural, number }
}

function timed(natural: readonly string[]): Identity {
  return { kind: 'timed', time: 'SessionIdTime', sequence: 'SessionIdSeq', natural }
}

function reference(columns: readonly string[], table: string, to: readonly string[] = columns): Reference {
  return { columns, table, to }
}
