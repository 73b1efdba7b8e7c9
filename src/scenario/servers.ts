/** How many servers of each kind a pool has. */
export interface ServersOfPool {
  readonly frontEnds: number
  readonly edges: number
  readonly mediations: number
  readonly gateways: number
}

/** Servers of one kind that a pool can have. */
export const MOST_HOSTS = 32

export const usualServers: ServersOfPool = { frontEnds: 3, edges: 1, mediations: 1, gateways: 2 }
