import { namedMeeting } from '../answers/meeting.ts'
import type { Attendance, ConferenceInstance, Plan } from '../plan/plan.ts'
import type { Path } from '../scenario/problem.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { dateTimeText, dayText } from '../time/ticks.ts'
import type { About } from './about.ts'
import { NOTHING, type Reason } from './explanation.ts'
import type { AnyRow } from './find-row.ts'
import { attendanceStreams, conferenceStreams } from './streams.ts'

/** A row of a conference that the scenario names. */
export function ofNamed(plan: Plan, instance: ConferenceInstance, { userId, session }: About): Reason {
  const { scenario } = plan
  const { conference, day, attendances } = instance
  const definition = scenario.definition.conferences?.[conference.id]
  const path: Path = ['conferences', conference.id]
  const isSpecial = conference.occurrences.has(day)
  const text = `It is of ${namedMeeting(instance).title} of ${dayText(day)}, held from ${dateTimeText(instance.open, ' ')}${
    instance.close === null ? '' : ` to ${dateTimeText(instance.close, ' ')}`
  } UTC.`
  const special: readonly Path[] = isSpecial ? [[...path, 'occurrences', dayText(day)]] : []
  if (userId === null)
    return {
      ...NOTHING,
      why: [text, `${conference.organizer.id} organizes it.`],
      paths: [path, ...special],
      streams: conferenceStreams(instance),
    }
  const own = attendances.filter(({ participant }) => participant.userId === userId)
  const attendance = own.find((one) => isOf(one, session)) ?? own[0]
  if (!attendance) return { ...NOTHING, why: [text, 'It is of a service of the servers.'], paths: [path] }
  const { person } = attendance.participant.identity
  const invited = invitationOf(definition, person.id, person.group)
  const exact = (conference.occurrences.get(day) ?? conference).joins.get(person)
  const joins: Path = [
    ...(isSpecial && definition?.occurrences?.[dayText(day)] ? special[0]! : path),
    'joins',
    person.id,
  ]
  const role = `${person.id} is there as ${attendance.role}, with ${attendance.endpoint.device}${
    own.length > 1 ? `, in session ${attendance.userInstance} of ${own.length}` : ''
  }.`
  const how = exact
    ? `The scenario says when: ${own.length === 1 ? 'the join' : 'these joins'} of ${person.id} are exact.`
    : person === conference.organizer
      ? `${person.id} organizes it, and so comes.`
      : `When ${person.id} comes and goes is drawn, by \`behavior\` of the conference.`
  return {
    ...NOTHING,
    why: [text, role, how],
    paths: [
      path,
      ...(person === conference.organizer
        ? [[...path, 'organizer']]
        : invited
          ? [[...path, ...invited]]
          : []),
      ...(exact ? [joins] : []),
      ['people', person.group ?? person.id],
    ],
    streams: [
      ...attendanceStreams(
        scenario.seed,
        instance,
        attendance,
        person.group !== null && invited?.length === 2,
      ),
    ],
  }
}

function isOf({ dialogTime, dialogSeq }: Attendance, session: AnyRow | null): boolean {
  return session?.DialogSessionIdTime === dialogTime && session.DialogSessionIdSeq === dialogSeq
}

/** Which entry of the lists of a conference invites somebody. */
function invitationOf(
  definition: NonNullable<Scenario['definition']['conferences']>[string] | undefined,
  id: string,
  group: string | null,
): Path | null {
  for (const list of ['presenters', 'attendees'] as const) {
    const at = (definition?.[list] ?? []).findIndex((entry) =>
      typeof entry === 'string' ? entry === id || entry === group : entry.from === group,
    )
    if (at >= 0) return [list, at]
  }
  return null
}
