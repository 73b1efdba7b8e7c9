import type { Knex } from 'knex'
import type { TableName } from '../schema/tables.ts'

/**
 * A table as its rows read without the numbers that a database may give anew: each reference is followed to the thing
 * that it stands for. The first columns are the natural key; rows come in its order.
 */
export interface NaturalTable {
  readonly table: TableName
  readonly key: readonly string[]
  /** The column of the query by which rows belong to days; absent where they belong to none. */
  readonly time?: string
  /** Tables that the query reads besides its own. */
  readonly needs: readonly TableName[]
  query(knex: Knex): Knex.QueryBuilder
}

export const naturalTables: readonly NaturalTable[] = [
  dictionary('UriTypes', ['UriType']),
  dictionary('Tenants', ['TenantKey']),
  dictionary('Roles', ['RoleId', 'Role']),
  dictionary('UserAgentDef', ['UAName', 'UAType', 'UACategory']),
  dictionary('ClientVersions', ['Version', 'ClientType']),
  dictionary('Pools', ['PoolFQDN']),
  {
    table: 'Users',
    key: ['UserUri'],
    needs: ['Tenants', 'UriTypes'],
    query: (knex) =>
      knex('Users as u')
        .leftJoin('Tenants as t', 't.TenantId', 'u.TenantId')
        .leftJoin('UriTypes as k', 'k.UriTypeId', 'u.UriTypeId')
        .select('u.UserUri', 't.TenantKey', 'k.UriType')
        .orderBy('u.UserUri'),
  },
  {
    table: 'ConferenceUris',
    key: ['ConferenceUri'],
    needs: ['UriTypes'],
    query: (knex) =>
      knex('ConferenceUris as u')
        .leftJoin('UriTypes as k', 'k.UriTypeId', 'u.UriTypeId')
        .select('u.ConferenceUri', 'u.Checksum', 'k.UriType')
        .orderBy('u.ConferenceUri'),
  },
  {
    table: 'Conferences',
    key: ['SessionIdTime', 'ConfInstance'],
    time: 'c.SessionIdTime',
    needs: ['ConferenceUris', 'Pools', 'Users'],
    query: (knex) =>
      knex('Conferences as c')
        .leftJoin('ConferenceUris as i', 'i.ConferenceUriId', 'c.ConferenceUriId')
        .leftJoin('Pools as p', 'p.PoolId', 'c.PoolId')
        .leftJoin('Users as o', 'o.UserId', 'c.OrganizerId')
        .select(
          'c.SessionIdTime',
          'c.ConfInstance',
          'i.ConferenceUri',
          'c.ConferenceStartTime',
          'c.ConferenceEndTime',
        )
        .select('p.PoolFQDN', 'o.UserUri as Organizer', 'c.Flag', 'c.Processed', 'c.LastModifiedTime')
        .orderBy(['c.SessionIdTime', 'c.ConfInstance']),
  },
  {
    table: 'Dialogs',
    key: ['SessionIdTime', 'ExternalId'],
    time: 'SessionIdTime',
    needs: [],
    query: (knex) =>
      knex('Dialogs')
        .select('SessionIdTime', 'ExternalId', 'ExternalChecksum')
        .orderBy(['SessionIdTime', 'ExternalId']),
  },
  {
    table: 'FocusJoinsAndLeaves',
    key: ['SessionIdTime', 'ConfInstance', 'ExternalId'],
    time: 'f.SessionIdTime',
    needs: ['Conferences', 'Dialogs', 'Users', 'ClientVersions'],
    query: (knex) =>
      knex('FocusJoinsAndLeaves as f')
        .leftJoin('Conferences as c', {
          'c.SessionIdTime': 'f.SessionIdTime',
          'c.SessionIdSeq': 'f.SessionIdSeq',
        })
        .leftJoin('Dialogs as d', {
          'd.SessionIdTime': 'f.DialogSessionIdTime',
          'd.SessionIdSeq': 'f.DialogSessionIdSeq',
        })
        .leftJoin('Users as u', 'u.UserId', 'f.UserId')
        .leftJoin('ClientVersions as v', 'v.VersionId', 'f.ClientVerId')
        .select('f.SessionIdTime', 'c.ConfInstance', 'd.ExternalId', 'f.DialogSessionIdTime', 'u.UserUri')
        .select('f.FocusUserInstance', 'f.IsUserInternal', 'f.UserRole', 'f.UserJoinTime', 'f.UserLeaveTime')
        .select('v.Version', 'f.UserEndpointId', 'f.LastModifiedTime')
        .orderBy(['f.SessionIdTime', 'c.ConfInstance', 'd.ExternalId']),
  },
]

/** A table that refers to no other; its first column names the row. */
function dictionary(table: TableName, columns: readonly [string, ...string[]]): NaturalTable {
  return {
    table,
    key: [columns[0]],
    needs: [],
    query: (knex) => knex(table).select(columns).orderBy(columns[0]),
  }
}
