import { scenarioFrom } from '../src/parse-scenario.ts'
import type { Scenario } from '../src/scenario/scenario.ts'

/** A company of 400 people in forty series every weekday: about 400 joins a day, for as many days as it takes. */
export function benchScenario(days: number): Scenario {
  const at = (series: number) => `${String(8 + (series % 10)).padStart(2, '0')}:${series % 2 ? '30' : '00'}`
  const conferences = Array.from({ length: 40 }, (_, series) => [
    `series-${series}`,
    {
      at: at(series),
      every: 'weekday' as const,
      length: '30m',
      organizer: `staff.${series * 10 + 1}`,
      attendees: Array.from({ length: 9 }, (_, n) => `staff.${series * 10 + n + 2}`).concat(
        `guest.${series + 1}`,
      ),
    },
  ])
  return scenarioFrom({
    scenario: 'bench',
    seed: 42,
    start: '2015-01-05',
    days,
    timezone: 'Europe/London',
    people: { staff: { group: 400 }, guest: { kind: 'anonymous', group: 40 } },
    conferences: Object.fromEntries(conferences),
  })
}
