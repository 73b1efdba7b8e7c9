import { divisionUsers } from '../plan/numbers.ts'
import type { Plan } from '../plan/plan.ts'
import { userUri } from '../plan/user-uri.ts'
import { DIVISION } from '../scenario/population.ts'
import { conferenceRows } from '../schema/conference-rows.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import { NOTHING, type Reason } from './explanation.ts'
import type { FoundRow } from './find-row.ts'
import { named } from './streams.ts'

/** A row that belongs to no day: of a dictionary, a person, a server, or the URI of a conference that is named or in a series. */
export function ofNoDay(plan: Plan, { table, row }: FoundRow): Reason {
  const { scenario } = plan
  if (table === 'Users') return ofUser(plan, Number(row.UserId))
  if (table === 'Pools')
    return {
      ...NOTHING,
      why: [`${row.PoolFQDN} is in \`pools\` of the scenario.`],
      paths: [['pools', Number(row.PoolId) - 1]],
    }
  if (table === 'ConferenceUris') {
    const uri = String(row.ConferenceUri)
    for (const conference of scenario.conferences) {
      const word = /opaque=app:(conf:[\w-]+):id:/.exec(uri)?.[1]?.replace('conf:', '')
      if (word === undefined || plan.conferenceUri(conference, word) !== uri) continue
      return {
        ...NOTHING,
        why: [
          `It is the URI of ${conference.id} for \`${word}\`: one for the focus, and one for each of its modalities.`,
        ],
        paths: [['conferences', conference.id]],
        streams: [{ decides: 'the id at the end', name: `conference/${conference.id}/uri` }],
      }
    }
    return {
      ...NOTHING,
      why: ['It is the URI of a recurring series of the population, whose number it has.'],
      paths: [['population']],
      streams: [{ decides: 'the id at the end', name: 'population/conference ids' }],
    }
  }
  if (Object.hasOwn({ ...fixedRows, ...conferenceRows }, table))
    return { ...NOTHING, why: ['It is one of the rows that the table always has, whatever the scenario.'] }
  if (table === 'ClientVersions')
    return {
      ...NOTHING,
      why: [
        'It is a client that Rollcall knows, or one that a device of the scenario names: the table is written whole.',
      ],
    }
  return {
    ...NOTHING,
    why: ['It is one of the servers and devices that the pools and people of the scenario come with.'],
  }
}

/** Who a row of `Users` is. */
export function ofUser(plan: Plan, userId: number): Reason {
  const { scenario, company } = plan
  const identity = plan.identities.find((one) => one.userId === userId)
  if (identity) {
    const { person } = identity
    const streams =
      person.name === null && person.address === null
        ? [named('name and address', 'person', ...person.id.split('.'), 'name')]
        : []
    const group = person.group === null ? '' : `, as one of the group ${person.group}`
    return {
      ...NOTHING,
      why: [`${person.id} (${identity.kind}) is in \`people\` of the scenario${group}.`],
      paths: [['people', person.group ?? person.id]],
      streams,
    }
  }
  if (!company)
    return { ...NOTHING, why: ['It is a service of the servers, which joins conferences by itself.'] }
  const uri = userUri(plan, userId)
  const isUser =
    userId < divisionUsers(0) + scenario.population!.users + DIVISION && userId >= divisionUsers(0)
  const number = userId - divisionUsers(0)
  return {
    ...NOTHING,
    why: isUser
      ? [
          `${uri} is user ${(number % DIVISION) + 1} of division ${Math.floor(number / DIVISION) + 1} of the population.`,
        ]
      : [`${uri} is in the directory of outside partners and callers of a division of the population.`],
    paths: [['population']],
    streams: [
      {
        decides: 'the address',
        name: isUser
          ? 'population/accounts'
          : uri.startsWith('+')
            ? 'population/callers'
            : 'population/partners',
      },
    ],
  }
}
