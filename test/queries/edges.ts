import { scenarioFrom } from '../../src/parse-scenario.ts'

/**
 * All that is easily counted wrong: a session over several days and one over the end of a month, joins and leaves at the
 * very edge of an hour, open ends, two devices at once, a return at the very moment of the leave, two pools, a
 * conference without anybody, and a company beside.
 */
export const edges = scenarioFrom({
  scenario: 'edges',
  seed: 5,
  start: '2016-02-25',
  days: 8,
  timezone: 'UTC',
  pools: ['pool01.contoso.com', 'pool02.contoso.com'],
  people: {
    ann: {},
    bob: { devices: ['desktop', 'mobile'] },
    carol: { kind: 'federated' },
    visitor: { kind: 'anonymous', devices: ['desktop', 'mobile'] },
    phone: { kind: 'pstn' },
    dora: { kind: 'remote' },
  },
  conferences: {
    marathon: {
      at: '20:00',
      on: '2016-02-26',
      length: '20h',
      organizer: 'ann',
      attendees: ['carol'],
      closes: '100h',
      joins: { ann: [{ join: '1h', leave: '99h' }], carol: [{ join: '3h', leave: '4h' }] },
    },
    sharp: {
      at: '09:00',
      every: 'day',
      length: '2h',
      opens: '0m',
      closes: '3h',
      organizer: 'bob',
      pool: 'pool02.contoso.com',
      attendees: ['visitor', 'phone'],
      joins: {
        bob: [
          { join: '0m', leave: '1h' },
          { join: '1h', leave: '2h' },
          { join: '90m', leave: '150m', device: 'mobile' },
        ],
        visitor: [
          { join: '59m', leave: '61m' },
          { join: '60m', leave: '121m', device: 'mobile' },
        ],
        phone: [{ join: '1m', leave: 'never' }],
      },
    },
    endless: {
      at: '23:30',
      on: '2016-02-29',
      organizer: 'dora',
      attendees: ['carol', 'visitor'],
      closes: 'never',
      joins: {
        dora: [{ join: '0m', leave: 'never' }],
        carol: [{ join: '5m', leave: '45m' }],
        visitor: [],
      },
    },
  },
  population: { users: 60 },
})
