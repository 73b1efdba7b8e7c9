import { pick } from '../../random/pick.ts'
import { type Rng, rng } from '../../random/rng.ts'
import { MODALITIES, type Modality } from '../../scenario/file.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { MOST_HOSTS, type ServersOfPool } from '../../scenario/servers.ts'

/** A server by its name, with the number that its table gives it. */
export interface Host {
  readonly id: number
  readonly name: string
}

/** A conferencing service of a pool. */
export interface Mcu {
  readonly id: number
  readonly uri: string
  readonly modality: Modality
}

/** The servers of the pools. */
export interface Topology {
  readonly frontEnds: readonly Host[]
  readonly edges: readonly Host[]
  readonly mediations: readonly Host[]
  readonly gateways: readonly Host[]
  readonly mcus: readonly Mcu[]
}

/** All of it follows from the names of the pools, and from how many servers each has. */
export function topologyOf({ seed, pools, servers, domain }: Scenario): Topology {
  const hosts = (prefix: string, count: number) =>
    pools.flatMap((pool, at) =>
      Array.from({ length: count }, (_, host) => ({
        id: at * MOST_HOSTS + host + 1,
        name: `${prefix}${String(host + 1).padStart(2, '0')}.${pool}`,
      })),
    )
  const root = rng(seed).fork('mcu')
  return {
    frontEnds: hosts('fe', servers.frontEnds),
    edges: hosts('edge', servers.edges),
    mediations: hosts('med', servers.mediations),
    gateways: hosts('gw', servers.gateways),
    mcus: pools.flatMap((pool, at) =>
      MODALITIES.map((modality, kind) => ({
        id: mcuId(at, kind),
        uri: `sip:${pool}@${domain};gruu;opaque=srvr:${modality}:${gruuId(root.fork(pool, modality))}`,
        modality,
      })),
    ),
  }
}

/**
 * The number of one of the servers of a pool. `lot` is a whole number from 0 that belongs to whoever is served, so that
 * the same one always comes to the same server.
 */
export function hostOf(servers: ServersOfPool, kind: keyof ServersOfPool, pool: number, lot: number): number {
  return pool * MOST_HOSTS + (lot % servers[kind]) + 1
}

/** `Mcus.McuId`; `kind` is a position in `MODALITIES`. */
export function mcuId(pool: number, kind: number): number {
  return pool * MODALITIES.length + kind + 1
}

const ID_LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']

/** The id of a server in a GRUU: 24 characters of which the last are `AA`. */
function gruuId(rng: Rng): string {
  return `${Array.from({ length: 22 }, () => pick(rng, ID_LETTERS)).join('')}AA`
}
