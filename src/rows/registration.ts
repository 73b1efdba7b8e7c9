import { divisionUsers } from '../plan/numbers.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import { poolOf } from '../plan/population/division.ts'
import type { PopulationServers } from '../plan/population/servers.ts'
import type { Registration } from '../plan/servers/registrations.ts'
import { hostOf } from '../plan/servers/topology.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { GUID_WORDS, Guid } from '../schema/guid.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { byKey } from './dialogs.ts'
import { merged } from './merged.ts'

type Row = Tables['Registration']

/** The pool that is home to the people whom a scenario names. */
const NAMED_POOL = 0

/** One row for each registration, by the key of the table. */
export function registration(
  { scenario }: Plan,
  { registrations, population }: Slice,
): Iterable<readonly Row[]> {
  const rows = registrations.map((one) => named(scenario, one)).sort(byKey)
  const servers = population?.servers
  if (!servers) return [rows]
  const { registrations: columns, registrationOrder: order } = servers
  return merged(
    rows,
    columns.count,
    (row, at) => row.SessionIdTime <= columns.time[order[at]!]!,
    (from, to) => ofPopulation(scenario, servers, from, to),
  )
}

function named(scenario: Scenario, registration: Registration): Row {
  const { identity, endpoint, client, time, seq, era, end, endType } = registration
  return row(
    scenario,
    NAMED_POOL,
    identity.lot,
    identity.kind === 'internal',
    time,
    seq,
    identity.userId,
    endpoint.id,
    era,
    client.id,
    end,
    endType,
    endpoint.hardware?.id ?? null,
  )
}

function ofPopulation(scenario: Scenario, servers: PopulationServers, from: number, to: number): Row[] {
  const { registrations: columns, registrationSeq, registrationOrder } = servers
  const rows: Row[] = []
  for (let position = from; position < to; position++) {
    const at = registrationOrder[position]!
    const division = columns.division[at]!
    const user = columns.user[at]!
    rows.push(
      row(
        scenario,
        poolOf(division, scenario.pools),
        user,
        columns.isInternal[at] === 1,
        columns.time[at]!,
        registrationSeq[at]!,
        divisionUsers(division) + user,
        Guid.of(columns.endpoint, at * GUID_WORDS),
        Guid.of(columns.era, at * GUID_WORDS),
        columns.client[at]!,
        columns.end[at]!,
        columns.endType[at]!,
        null,
      ),
    )
  }
  return rows
}

function row(
  { servers }: Scenario,
  pool: number,
  lot: number,
  IsInternal: boolean,
  SessionIdTime: Ticks,
  SessionIdSeq: number,
  UserId: number,
  EndpointId: Guid | null,
  EndpointEra: Guid,
  ClientVersionId: number,
  DeRegisterTime: Ticks,
  DeRegisterTypeId: number,
  DeviceId: number | null,
): Row {
  return {
    SessionIdTime,
    SessionIdSeq,
    UserId,
    EndpointId,
    EndpointEra,
    ClientVersionId,
    RegistrarId: hostOf(servers, 'frontEnds', pool, lot),
    PoolId: pool + 1,
    EdgeServerId: IsInternal ? null : hostOf(servers, 'edges', pool, lot),
    IsInternal,
    IsUserServiceAvailable: true,
    IsPrimaryRegistrar: true,
    IsPrimaryRegistrarCentral: false,
    RegisterTime: SessionIdTime,
    DeRegisterTime,
    ResponseCode: 200,
    DiagnosticId: null,
    DeviceId,
    DeRegisterTypeId,
    IPAddress: addressOf(UserId, IsInternal),
    LastModifiedTime: DeRegisterTime,
  }
}

/** Inside one of a private network; outside one of those that are kept for documentation (RFC 5737). */
function addressOf(user: number, isInternal: boolean): string {
  if (!isInternal) return `${OUTSIDE[user % OUTSIDE.length]}.${(user % 254) + 1}`
  return `10.${(user >>> 16) & 255}.${(user >>> 8) & 255}.${user & 255}`
}

const OUTSIDE = ['192.0.2', '198.51.100', '203.0.113'] as const
