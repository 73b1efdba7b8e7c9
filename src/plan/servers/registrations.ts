import type { Rng } from '../../random/rng.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { DialogId } from '../../schema/dialog-id.ts'
import { Guid } from '../../schema/guid.ts'
import { type Day, type Ticks, utcDay } from '../../time/ticks.ts'
import type { ClientVersion } from '../clients.ts'
import type { Endpoint, Identity } from '../identity.ts'
import { canSignIn, SignIns } from './sign-ins.ts'

/** A device of somebody with an account here, signed in for a while. */
export interface Registration {
  readonly identity: Identity
  readonly endpoint: Endpoint
  readonly client: ClientVersion
  readonly time: Ticks
  /** `Dialogs.SessionIdSeq`. */
  readonly seq: number
  readonly dialogId: DialogId
  /** `Registration.EndpointEra`. */
  readonly era: Guid
  readonly end: Ticks
  readonly endType: number
}

/** The devices of those who have an account here; a telephone has nothing to register with. */
export function registeringDevices(
  everybody: readonly Identity[],
): readonly { readonly identity: Identity; readonly endpoint: Endpoint }[] {
  return everybody
    .filter(({ kind }) => kind === 'internal' || kind === 'remote')
    .flatMap((identity) => identity.endpoints.map((endpoint) => ({ identity, endpoint })))
    .filter(({ endpoint }) => endpoint.device !== 'phone')
}

/** Who registers on a UTC day among the people that a scenario names, in order of declaration. */
export function registrationsOn(
  root: Rng,
  scenario: Scenario,
  everybody: readonly Identity[],
  clientOf: (endpoint: Endpoint, moment: Ticks) => ClientVersion,
): (day: Day, number: (time: Ticks) => number) => readonly Registration[] {
  const signIns = new SignIns(scenario, scenario.zone)
  const devices = registeringDevices(everybody).map(({ identity, endpoint }) => {
    const own = root.fork('person', ...identity.person.id.split('.'), 'registration')
    return { identity, endpoint, rng: own.fork(endpoint.device) }
  })
  return (day, number) =>
    devices.flatMap(({ identity, endpoint, rng }) =>
      [day - 1, day, day + 1].flatMap((local): readonly Registration[] => {
        if (!canSignIn(scenario, local) || !signIns.begins(rng, local)) return []
        const { time, end, endType } = signIns
        if (utcDay(time) !== day) return []
        const dialogId = DialogId.random(signIns.rng)
        const era = Guid.random(signIns.rng)
        const client = clientOf(endpoint, time)
        return [{ identity, endpoint, client, time, seq: number(time), dialogId, era, end, endType }]
      }),
    )
}
