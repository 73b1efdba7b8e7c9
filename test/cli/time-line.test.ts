import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { namedMeeting } from '../../src/answers/meeting.ts'
import { timeLine } from '../../src/cli/time-line.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { galleryScenario } from '../gallery.ts'
import { instancesOf } from '../generated.ts'

const test = suite('time line')

function clocksShown(scenario: string, conference: string): string {
  const plan = makePlan(galleryScenario(scenario))
  const instance = instancesOf(plan).find((one) => one.conference.id === conference)
  const [axis = ''] = timeLine(namedMeeting(instance!), plan.scenario.zone, 98).split('\n')
  return axis.trim().replace(/\s+/g, ' ')
}

test('shows the hour that clocks skip as skipped', () => {
  const shown = clocksShown('daylight-saving-spring', 'maintenance')
  assert.is(shown, '00:30 00:40 00:50 02:00 02:10 02:20 02:30')
})

test('shows the hour that clocks show twice twice', () => {
  const shown = clocksShown('daylight-saving-autumn', 'maintenance')
  assert.is(shown, '00:30 01:00 01:30 01:00 01:30')
})

test.run()
