import type { ScenarioFile } from '../../src/scenario/file.ts'
import { type TableName, tableOf } from '../../src/schema/tables.ts'
import { dateTimeText } from '../../src/time/ticks.ts'
import { planOf, type RowsByTable, tablesOf } from '../generated.ts'

/**
 * One person of each kind in one conference over two days, every time given. Bob drops out, comes back on his telephone
 * after midnight UTC and stays; a second conference is asked for at the tick of the first.
 */
export const tiny: ScenarioFile = {
  scenario: 'tiny',
  seed: 42,
  start: '2015-07-13',
  days: 2,
  timezone: 'America/New_York',
  pools: ['pool01.contoso.com', 'pool02.contoso.com'],
  people: {
    ann: { name: 'Ann Bell' },
    bob: { kind: 'remote', devices: ['desktop', { device: 'mobile', client: 'iPhoneLync/5.7.0.12' }] },
    carol: { kind: 'federated', address: 'carol@fabrikam.com' },
    guest: { kind: 'anonymous' },
    phone: { kind: 'pstn', number: '+441214960123' },
    tester: { devices: [{ device: 'desktop', client: 'Unknown/1.0' }] },
  },
  conferences: {
    night: {
      at: '19:00',
      every: 'day',
      requested: '-5m1s',
      opens: '-5m',
      closes: '2h',
      organizer: 'ann',
      attendees: ['bob', 'carol', 'guest', 'phone'],
      modalities: ['applicationsharing', 'chat'],
      joins: {
        ann: [{ invite: '-1m1s', join: '-1m', leave: '1h' }],
        bob: [
          { invite: '-1m1s', join: '-59s', leave: '50m', role: 'presenter' },
          { invite: '1h10m', join: '1h10m2s', leave: 'never', device: 'mobile' },
        ],
        carol: [{ invite: '0s', join: '3ms', leave: '1h' }],
        guest: [{ invite: '1m', join: '1m1s', leave: '1h' }],
        phone: [{ invite: '2m', join: '2m1s', leave: '1h' }],
      },
      occurrences: {
        '2015-07-14': {
          closes: 'never',
          joins: { bob: [], carol: [], guest: [{ invite: '1m', join: '1m1s', leave: 'never' }], phone: [] },
        },
      },
    },
    check: {
      at: '19:00',
      requested: '-5m1s',
      opens: '-3m',
      closes: '1h',
      organizer: 'tester',
      pool: 'pool02.contoso.com',
      modalities: ['audio-video'],
      joins: { tester: [{ invite: '-1m1s', join: '-1m', leave: '1h' }] },
    },
  },
}

export const tinyPlan = planOf(tiny)
const tables: RowsByTable = tablesOf(tinyPlan)

/** The rows of a table as text, times and ids as a sink would write them; the first line names the columns. */
export function lines(table: TableName): string[] {
  const { columns } = tableOf(table)
  const rows = (tables[table] as readonly Record<string, unknown>[]).map((row) =>
    columns.map(({ name, type }) => {
      const value = row[name]
      return typeof value === 'number' && type === 'datetime' ? dateTimeText(value, ' ') : String(value)
    }),
  )
  return [columns.map(({ name }) => name), ...rows].map((cells) => cells.join(' | '))
}
