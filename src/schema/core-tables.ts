import { DIALOG_ID_TYPE, optional, required } from './column.ts'
import { named, reference, table, timed } from './table.ts'

/** The key of `Conferences`, and of `Dialogs`: two keys whose columns have the same names. */
export const SESSION_KEY = ['SessionIdTime', 'SessionIdSeq'] as const
export const DIALOG_KEY = ['DialogSessionIdTime', 'DialogSessionIdSeq'] as const

/**
 * The core tables, parents before children, with every documented column in the documented order.
 *
 * Source: "Call detail recording (CDR) database schema in Skype for Business Server 2015"
 * (MicrosoftDocs/OfficeDocs-SkypeForBusiness, Skype/SfbServer/schema-reference).
 */
export const coreTables = {
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
    primaryKey: SESSION_KEY,
    references: [
      reference(['ConferenceUriId'], 'ConferenceUris'),
      reference(['PoolId'], 'Pools'),
      reference(['OrganizerId'], 'Users', ['UserId']),
    ],
    identity: timed(SESSION_KEY, ['ConfInstance']),
  }),
  Dialogs: table({
    columns: [
      required('SessionIdTime', 'datetime'),
      required('SessionIdSeq', 'int'),
      optional('ExternalChecksum', 'int'),
      optional('ExternalId', DIALOG_ID_TYPE),
    ],
    primaryKey: SESSION_KEY,
    identity: timed(SESSION_KEY, ['ExternalId']),
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
    primaryKey: [...SESSION_KEY, ...DIALOG_KEY],
    // The key that Lync Server 2010 documented; later versions replaced its second half by the dialog. Both hold.
    unique: [[...SESSION_KEY, 'UserId', 'FocusUserInstance']],
    references: [
      reference(SESSION_KEY, 'Conferences'),
      reference(DIALOG_KEY, 'Dialogs', SESSION_KEY),
      reference(['UserId'], 'Users'),
      reference(['ClientVerId'], 'ClientVersions', ['VersionId']),
      reference(['UserRole'], 'Roles', ['RoleId']),
    ],
  }),
} as const
