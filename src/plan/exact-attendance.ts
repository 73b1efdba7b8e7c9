import type { Rng } from '../random/rng.ts'
import type { Role } from '../scenario/file.ts'
import type { ExactAttendance } from '../scenario/scenario.ts'
import { SECOND, type Ticks, ticksFromSeconds } from '../time/ticks.ts'
import type { Endpoint, Identity } from './identity.ts'
import type { Limits, Session } from './session.ts'
import { setupTime } from './setup-time.ts'

/** What the scenario says of somebody, with the moments that it leaves open drawn. In order of the scenario. */
export function exactSessions(
  rng: Rng,
  identity: Identity,
  role: Role,
  attendances: readonly ExactAttendance[],
  scheduled: Ticks,
  drawn: Limits,
  { open, close }: { readonly open: Ticks; readonly close: Ticks },
): readonly Session[] {
  const moment = (offset: Ticks | 'never' | null) => (typeof offset === 'number' ? scheduled + offset : null)
  return attendances.map((given, part): Session => {
    const own = rng.fork('exact', part)
    const setup = setupTime(own)
    const endpoint =
      identity.endpoints.find(({ device }) => device === given.device) ?? (identity.endpoints[0] as Endpoint)
    const [invite, givenLeave] = [moment(given.invite), moment(given.leave)]
    const usual = setup + (invite ?? drawn.open + ticksFromSeconds(own.fork('join').unit() * 60))
    const latest = (givenLeave ?? drawn.end) - SECOND
    const join = moment(given.join) ?? Math.max(invite ?? open, Math.min(usual, latest))
    const dialog = invite ?? Math.max(open, join - setup)
    const stays = given.leave === 'never' || (given.leave === null && drawn.isRunning)
    const end = drawn.end + Math.round(own.fork('leave').unit() * (drawn.close - drawn.end))
    const leave = givenLeave ?? Math.max(join + 1, stays ? close : end)
    return {
      part,
      endpoint,
      role: given.role ?? role,
      dialog,
      join,
      leave,
      stays,
      isCut: false,
      exact: given,
    }
  })
}
