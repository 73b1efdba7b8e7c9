import type { Attendance, ConferenceInstance } from '../plan/plan.ts'
import { type Label, type Rng, rng } from '../random/rng.ts'
import type { ExactAttendance } from '../scenario/scenario.ts'
import { DialogId } from '../schema/dialog-id.ts'
import { dayText } from '../time/ticks.ts'

/** What decided something: a stream of chance, by its name below the seed. */
export interface Stream {
  readonly decides: string
  /** Labels with slashes between them: `"3"` is the text, and `#3` the child of this number. */
  readonly name: string
}

export function named(decides: string, ...labels: readonly Label[]): Stream {
  const texts = labels.map((label) =>
    typeof label === 'string' && /^-?\d+$/.test(label) ? `"${label}"` : label,
  )
  return { decides, name: texts.join('/') }
}

/** The streams of a conference that the scenario names: of what it does not say itself. */
export function conferenceStreams({ conference, day }: ConferenceInstance): readonly Stream[] {
  const { id, kind } = conference
  const clock = conference.occurrences.get(day) ?? conference
  const own = (decides: string, label: string) => named(decides, 'conference', id, dayText(day), label)
  return [
    named('ConferenceUri', 'conference', id, 'uri'),
    own('ConfInstance', 'instance'),
    ...(clock.requested === null ? [own('SessionIdTime', 'request')] : []),
    ...(clock.length === null ? [own('how long it was to be', kind === 'meet-now' ? 'length' : 'slot')] : []),
    ...(clock.opens === null && kind === 'scheduled' ? [own('ConferenceStartTime', 'open')] : []),
    ...(clock.closes === null
      ? [
          ...(kind === 'scheduled' ? [own('when the talk ended', 'end')] : []),
          own('ConferenceEndTime', 'close'),
        ]
      : []),
  ]
}

/** The streams of somebody's session in a conference that the scenario names. */
export function attendanceStreams(
  seed: string,
  instance: ConferenceInstance,
  attendance: Attendance,
  isSampled: boolean,
): readonly Stream[] {
  const { conference, day } = instance
  const { participant, endpoint, client } = attendance
  const { person, kind, address } = participant.identity
  const path = ['person', ...person.id.split('.')]
  const below: readonly Label[] = ['conference', conference.id, dayText(day), ...path]
  const part = partOf(rng(seed).fork(...below), attendance)
  const exact = (conference.occurrences.get(day) ?? conference).joins.get(person)
  const own = (decides: string, ...labels: readonly Label[]) => named(decides, ...below, ...labels)
  return [
    ...(isSampled
      ? [named('who of the group is invited', 'conference', conference.id, 'invited', ...path.slice(1))]
      : []),
    ...(exact ? exactStreams(own, exact, part) : naturalStreams(own, part)),
    own('ExternalId of the dialog', 'dialog', part),
    ...(person.name === null && person.address === null && address !== null
      ? [named('name and address', ...path, 'name')]
      : []),
    ...(address === null ? [own('address of the guest', 'guest')] : []),
    ...(kind === 'anonymous'
      ? [own('UserEndpointId', 'endpoint', endpoint.device)]
      : endpoint.id === null
        ? []
        : [named('UserEndpointId', ...path, 'device', endpoint.device, 'id')]),
    ...(endpoint.client === null
      ? [named(`client ${client.version}`, ...path, 'device', endpoint.device, 'client')]
      : []),
  ]
}

/** Which part of an attendance it is: its dialog id has a stream of its own for each. */
function partOf(own: Rng, { dialogId }: Attendance): Label {
  for (let part = 0; part < MOST_PARTS; part++)
    if (String(DialogId.random(own.fork('dialog', part))) === String(dialogId)) return part
  return 'second device'
}

const MOST_PARTS = 1000

type Own = (decides: string, ...labels: readonly Label[]) => Stream

function exactStreams(own: Own, exact: readonly ExactAttendance[], part: Label): readonly Stream[] {
  const given = exact[Number(part)]
  return [
    ...(given?.invite === null ? [own('time from INVITE to join', 'exact', part)] : []),
    ...(given?.join === null ? [own('UserJoinTime', 'exact', part, 'join')] : []),
    ...(given?.leave === null ? [own('UserLeaveTime', 'exact', part, 'leave')] : []),
  ]
}

function naturalStreams(own: Own, part: Label): readonly Stream[] {
  const first = [
    own('whether the person comes', 'attend'),
    own('UserJoinTime', 'join'),
    own('time from INVITE to join', 'setup'),
    own('whether for a part only', 'partial'),
    own('wait in the lobby', 'lobby'),
    own('UserLeaveTime', 'leave'),
    own('whether the session is cut', 'part', 0),
  ]
  if (part === 0) return first
  if (part === 'second device') return [own('when the second device was there', 'second device')]
  return [
    own('when the session before was cut, and the return', 'part', Number(part) - 1),
    ...first.slice(0, 1),
  ]
}
