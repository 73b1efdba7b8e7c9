import { makePlan } from '../../src/plan/make-plan.ts'
import { rng } from '../../src/random/rng.ts'
import { rows } from '../../src/rows/rows.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import { type Batch, type Tables, tableSets } from '../../src/schema/tables.ts'
import { HOSTILE_TEXTS } from '../sinks/contents.ts'

/**
 * Rows of others that are in the way of a scenario: its names in other letters, with blanks after them and under other
 * numbers, texts that break careless writers, rows without a name, and conferences and dialogs at its ticks.
 */
export function othersBefore(scenario: Scenario): readonly Batch[] {
  const ours = [...rows(makePlan(scenario), tableSets.core)]
  const of = <T extends keyof Tables>(table: T) =>
    ours.flatMap((batch): readonly unknown[] => (batch.table === table ? batch.rows : [])) as Tables[T][]
  const root = rng('others')
  const texts = HOSTILE_TEXTS.filter((text) => text.trim() !== '')
  const user = (UserId: number, UserUri: string | null): Tables['Users'] => ({
    NextUpdateTS: null,
    UserId,
    UserUri,
    TenantId: 77,
    UriTypeId: 40,
  })
  const spelled = of('Users').filter((_, at) => at % 2 === 0)
  const users = [
    user(1, null),
    user(2, null),
    ...texts.map((text, at) => user(3 + at, text)),
    ...spelled.map(({ UserUri }, at) => user(100 + at, `${UserUri?.toUpperCase()}  `)),
  ]
  const conferences = of('Conferences').filter((_, at) => at % 2 === 0)
  const dialogs = of('Dialogs').filter((_, at) => at % 3 === 0)
  const first = <R extends { SessionIdTime: number }>(all: readonly R[]) =>
    all.filter(({ SessionIdTime }, at) => all.findIndex((one) => one.SessionIdTime === SessionIdTime) === at)
  return [
    { table: 'UriTypes', rows: [{ UriTypeId: 40, UriType: 'USERURI' }] },
    { table: 'Tenants', rows: [{ TenantId: 77, TenantKey: null }] },
    {
      table: 'Pools',
      rows: [
        { PoolId: 1, PoolFQDN: 'theirs.example' },
        { PoolId: 9, PoolFQDN: 'POOL02.Contoso.com ' },
      ],
    },
    { table: 'Users', rows: users },
    {
      table: 'Conferences',
      rows: first(conferences).flatMap((conference, at) =>
        [1, 5].map((SessionIdSeq) => ({
          ...conference,
          SessionIdSeq,
          ConfInstance: Guid.random(root.fork('conference', `${at} ${SessionIdSeq}`)),
          ConferenceUriId: null,
          PoolId: 9,
          OrganizerId: 1,
        })),
      ),
    },
    {
      table: 'Dialogs',
      rows: first(dialogs).map((dialog, at) => ({
        ...dialog,
        SessionIdSeq: 3,
        ExternalId: DialogId.random(root.fork('dialog', String(at))),
      })),
    },
  ]
}
