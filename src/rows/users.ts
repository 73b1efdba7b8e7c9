import type { Identity } from '../plan/identity.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import type { PersonKind } from '../scenario/file.ts'
import { tenants, uriTypeId } from '../schema/fixed-rows.ts'
import type { Tables } from '../schema/tables.ts'
import { bookkeepingStart } from './bookkeeping.ts'

/** Everybody who is the same person in all conferences. */
export function users(plan: Plan): Tables['Users'][] {
  const since = bookkeepingStart(plan.scenario)
  return plan.identities.flatMap(({ kind, userId, address }) => {
    return address === null ? [] : [user(since, userId, address, kind)]
  })
}

/** The guests of one slice, who have another address in each conference. */
export function guests(plan: Plan, slice: Slice): Tables['Users'][] {
  const since = bookkeepingStart(plan.scenario)
  const found = new Map<number, Tables['Users']>()
  for (const { attendances } of slice.conferences) {
    for (const { participant } of attendances) {
      const { identity, userId, address } = participant
      if (isGuest(identity) && !found.has(userId))
        found.set(userId, user(since, userId, address, identity.kind))
    }
  }
  return [...found.values()].sort((a, b) => a.UserId - b.UserId)
}

function isGuest({ address }: Identity): boolean {
  return address === null
}

function user(since: number, UserId: number, UserUri: string, kind: PersonKind): Tables['Users'] {
  const UriTypeId = uriTypeId(kind === 'pstn' ? 'PhoneUri' : 'UserUri')
  return { NextUpdateTS: since, UserId, UserUri, TenantId: tenants[TENANT_OF[kind]].TenantId, UriTypeId }
}

// No source tells the tenant of a telephone; the all-zero key is what the database holds where nothing is said.
const TENANT_OF = {
  internal: 'enterprise',
  remote: 'enterprise',
  federated: 'federated',
  anonymous: 'anonymous',
  pstn: 'enterprise',
} as const satisfies Record<PersonKind, keyof typeof tenants>
