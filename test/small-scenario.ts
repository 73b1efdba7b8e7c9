import { parseScenario } from '../src/parse-scenario.ts'
import type { Scenario } from '../src/scenario/scenario.ts'

/** Three days, and somebody of every kind. */
export const SMALL_TEXT = `scenario: small
seed: 7
start: 2015-07-13
days: 3
timezone: Europe/London
domain: contoso.com
pools: [pool01.contoso.com, pool02.contoso.com]
people:
  ann: { name: Ann Bell }
  bob: { kind: remote, devices: [desktop, mobile] }
  carol: { kind: federated, domain: fabrikam.com }
  guest: { kind: anonymous }
  phone: { kind: pstn, number: "+441214960123" }
  team: { group: 4 }
conferences:
  standup:
    at: "09:30"
    every: day
    length: 15m
    organizer: ann
    presenters: [bob]
    attendees: [carol, guest, phone, team]
    joins:
      bob: [{ join: -1m, leave: 7m }, { join: 9m, device: mobile }]
  late:
    at: "23:50"
    on: 2015-07-14
    length: 30m
    organizer: bob
    attendees: [ann, guest]
    pool: pool02.contoso.com
`

export const small: Scenario = parseScenario(SMALL_TEXT)

/** The same with a text replaced. */
export function smallWith(from: string, to: string): Scenario {
  return parseScenario(SMALL_TEXT.replace(from, to))
}

/** A signal that is aborted when it has been asked `times` times: in the middle of the work, wherever that is. */
export function abortedAfter(times: number): AbortSignal {
  const controller = new AbortController()
  const { signal } = controller
  let asked = 0
  signal.throwIfAborted = () => {
    if (++asked > times) controller.abort()
    if (signal.aborted) throw signal.reason
  }
  return signal
}
