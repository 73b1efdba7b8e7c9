import type { Identity } from '../plan/identity.ts'
import { divisionDirectory, divisionUsers } from '../plan/numbers.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import type { Company } from '../plan/population/company.ts'
import { KIND, kindOf } from '../plan/population/participants.ts'
import { conferencesOn, type PopulationSlice } from '../plan/population/population-slice.ts'
import type { PersonKind } from '../scenario/file.ts'
import { tenants, uriTypeId } from '../schema/fixed-rows.ts'
import type { Tables } from '../schema/tables.ts'
import type { Day, Ticks } from '../time/ticks.ts'
import { bookkeepingStart } from './bookkeeping.ts'
import { byBlock } from './by-block.ts'

type Row = Tables['Users']

/** Everybody who is the same person in all conferences. */
export function* users(plan: Plan): Iterable<readonly Row[]> {
  const since = bookkeepingStart(plan.scenario)
  yield ofIdentities(plan.identities, since)
  const { company } = plan
  if (company) yield* ofCompany(company, since)
  yield ofIdentities(plan.services, since)
}

function* ofCompany(company: Company, since: Ticks): Iterable<readonly Row[]> {
  for (let division = 0; division < company.divisions; division++) yield ofDivision(company, division, since)
  for (let division = 0; division < company.divisions; division++) yield outsiders(company, division, since)
}

/** The guests of one slice, who have another address in each conference. */
export function* guests(plan: Plan, slice: Slice): Iterable<readonly Row[]> {
  const since = bookkeepingStart(plan.scenario)
  const found = new Map<number, Row>()
  for (const { attendances } of slice.conferences) {
    for (const { participant } of attendances) {
      const { identity, userId, address } = participant
      if (isGuest(identity) && !found.has(userId))
        found.set(userId, user(since, userId, address, identity.kind))
    }
  }
  yield [...found.values()].sort((a, b) => a.UserId - b.UserId)
  if (slice.population && plan.company)
    yield* guestsOfPopulation(plan.company, slice.population, slice.day, since)
}

function ofIdentities(identities: readonly Identity[], since: Ticks): Row[] {
  return identities.flatMap(({ kind, userId, address }) => {
    return address === null ? [] : [user(since, userId, address, kind)]
  })
}

function ofDivision({ directory, standing }: Company, index: number, since: Ticks): Row[] {
  const { division } = standing(index)
  const first = divisionUsers(index)
  return Array.from({ length: division.users }, (_, at) => {
    return user(since, first + at, directory.user(index, at), 'internal')
  })
}

/** The partners and callers that a division knows. */
function outsiders({ directory, population }: Company, index: number, since: Ticks): Row[] {
  const { partners, callers } = population.directory
  const first = divisionDirectory(index)
  return [
    ...Array.from({ length: partners }, (_, at) =>
      user(since, first + at, directory.partner(index, at), 'federated'),
    ),
    ...Array.from({ length: callers }, (_, at) =>
      user(since, first + partners + at, directory.caller(index, at), 'pstn'),
    ),
  ]
}

/** By number: cell after cell, whose conferences and guests are in one order. */
function* guestsOfPopulation(
  { directory }: Company,
  { cells }: PopulationSlice,
  day: Day,
  since: Ticks,
): Iterable<Row[]> {
  for (const number of byBlock(cells)) {
    const cell = cells[number]!
    const { conferences, attendances } = cell
    const rows: Row[] = []
    let last = 0
    for (const conference of conferencesOn(cell, day)) {
      for (let at = conferences.from[conference]!; at < conferences.to[conference]!; at++) {
        const id = attendances.userId[at]!
        // Sessions of one guest follow one another.
        if (kindOf(attendances.code[at]!) !== KIND.guest || id === last) continue
        rows.push(user(since, id, directory.guestAddress(id), 'anonymous'))
        last = id
      }
    }
    if (rows.length > 0) yield rows
  }
}

function isGuest({ address }: Identity): boolean {
  return address === null
}

function user(NextUpdateTS: Ticks, UserId: number, UserUri: string, kind: PersonKind): Row {
  const { TenantId } = tenants[TENANT_OF[kind]]
  return { NextUpdateTS, UserId, UserUri, TenantId, UriTypeId: kind === 'pstn' ? PHONE_URI : USER_URI }
}

const PHONE_URI = uriTypeId('PhoneUri')
const USER_URI = uriTypeId('UserUri')

// No source tells the tenant of a telephone; the all-zero key is what the database holds where nothing is said.
const TENANT_OF = {
  internal: 'enterprise',
  remote: 'enterprise',
  federated: 'federated',
  anonymous: 'anonymous',
  pstn: 'enterprise',
} as const satisfies Record<PersonKind, keyof typeof tenants>
