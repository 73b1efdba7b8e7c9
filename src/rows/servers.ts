import { MAKERS } from '../plan/identity.ts'
import type { Plan } from '../plan/plan.ts'
import { uriTypeId } from '../schema/fixed-rows.ts'
import type { Tables } from '../schema/tables.ts'
import type { Makers } from './rows.ts'

/** What is in the body of an INVITE to the focus, and of one to a conferencing server. */
export const CONTENT_TYPES = [
  { ContentTypeId: 1, ContentType: 'application/cccp+xml' },
  { ContentTypeId: 2, ContentType: 'application/sdp' },
] as const satisfies readonly Tables['ContentTypes'][]

/** The servers of all pools. */
export function servers({ topology }: Plan): Makers {
  const { frontEnds, edges, mediations, gateways, mcus } = topology
  return {
    Servers: () => [frontEnds.map(({ id, name }) => ({ ServerId: id, ServerFQDN: name }))],
    EdgeServers: () => [edges.map(({ id, name }) => ({ EdgeServerId: id, EdgeServer: name }))],
    MediationServers: () => [
      mediations.map(({ id, name }) => ({ MediationServerId: id, MediationServer: name })),
    ],
    Gateways: () => [gateways.map(({ id, name }) => ({ GatewayId: id, Gateway: name }))],
    Mcus: () => [
      mcus.map(({ id, uri, modality }) => ({
        McuId: id,
        McuUri: uri,
        McuTypeId: uriTypeId(`conf:${modality}`),
      })),
    ],
  }
}

/** The desk phones of people that a scenario names; a population has none. */
export function deskPhones({ identities }: Plan): Makers {
  const phones = identities.flatMap(({ endpoints }) => endpoints.flatMap(({ hardware }) => hardware ?? []))
  if (phones.length === 0) return {}
  return {
    Manufacturers: () => [MAKERS.map(({ name }, at) => ({ ManufacturerId: at + 1, Manufacturer: name }))],
    HardwareVersions: () => [MAKERS.map(({ version }, at) => ({ VersionId: at + 1, Version: version }))],
    Devices: () => [
      phones.map(({ id, maker, mac }) => ({
        DeviceId: id,
        ManufacturerId: maker + 1,
        HardwareVersionId: maker + 1,
        MacAddress: mac,
      })),
    ],
  }
}
