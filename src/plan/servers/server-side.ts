import type { Rng } from '../../random/rng.ts'
import { MODALITIES, type Modality } from '../../scenario/file.ts'
import { DialogId } from '../../schema/dialog-id.ts'
import { Guid } from '../../schema/guid.ts'
import type { Ticks } from '../../time/ticks.ts'
import type { Head } from '../head.ts'
import type { Invited } from '../invitations.ts'
import type {
  Attendance,
  FailedJoin,
  FocusSession,
  Messages,
  ServerSession,
  ServerSide,
  SessionDialog,
} from '../plan.ts'
import type { Session } from '../session.ts'
import {
  ALWAYS,
  AUDIO_VIDEO,
  answered,
  CHAT,
  DATA,
  ENDED_FOR_ALL,
  FAILURES,
  FailureTimes,
  messages,
  ServerTimes,
  SHARING,
  type Span,
  showing,
} from './server-law.ts'

/** Somebody of a conference with the sessions there. */
export interface Seated {
  readonly invited: Invited
  readonly sessions: readonly Session[]
}

/** What the servers see of one session, but for the numbers. */
export interface SessionTraces {
  /** The answer of the focus. */
  readonly response: Ticks
  readonly isEndedByServer: boolean
  readonly servers: readonly ServerTrace[]
  readonly failed: FailedTrace | null
}

interface ServerTrace {
  readonly modality: Modality
  /** Null where the server is reached without one. */
  readonly dialog: Ticks | null
  readonly response: Ticks
  readonly join: Ticks
  readonly leave: Ticks
  /** Whether somebody is there until the end of the session. */
  readonly isToTheEnd: boolean
}

interface FailedTrace {
  readonly dialog: Ticks
  readonly response: Ticks
  readonly failure: number
}

const times = new ServerTimes()
const attempt = new FailureTimes()

/** What the servers see of a conference: of each person, of each session. Every choice has a stream of its own. */
export function tracesOf(head: Head, everybody: readonly Seated[]): readonly (readonly SessionTraces[])[] {
  const { conference } = head.occurrence
  const rng = head.rng.fork('servers')
  const isEndedForAll = rng.fork('ended for all').chance(ENDED_FOR_ALL)
  const last = everybody.reduce(
    (latest, { sessions }) => sessions.reduce((found, { leave }) => Math.max(found, leave), latest),
    0,
  )
  const spans = spansOf(rng, head)
  return everybody.map(({ invited, sessions }) => {
    const own = invited.rng(head.rng).fork('servers')
    return sessions.map((session) => {
      const rng = own.fork(session.part)
      const isAtTheEnd = session.leave === head.close || (isEndedForAll && session.leave === last)
      return {
        response: session.dialog + answered(rng.fork('focus'), session.join - session.dialog),
        isEndedByServer: !session.stays && (session.isCut || isAtTheEnd),
        servers: conference.modalities.flatMap((modality) => {
          const kind = MODALITIES.indexOf(modality)
          if (!canUse(session, kind)) return []
          return serverTrace(rng.fork(modality), kind, session, spans[kind]!) ?? []
        }),
        failed: failedTrace(rng.fork('failed'), conference.behavior.failedJoin, head, session),
      }
    })
  })
}

/** When the servers are in use, by position in `MODALITIES`: sound and messages always, the others while something is shown. */
function spansOf(rng: Rng, { occurrence: { scheduled }, drawn }: Head): readonly Span[] {
  const from = Math.min(scheduled, drawn.end)
  const spans = [ALWAYS, ALWAYS, ALWAYS, ALWAYS]
  spans[SHARING] = showing(rng.fork('sharing'), from, drawn.end)
  spans[DATA] = showing(rng.fork('slides'), from, drawn.end)
  return spans
}

/** A telephone has sound and nothing else. */
function canUse({ endpoint, part }: Session, kind: number): boolean {
  if (endpoint.device === 'phone' || endpoint.device === 'desk-phone' || part === 'announcements')
    return kind === AUDIO_VIDEO
  return true
}

function serverTrace(rng: Rng, kind: number, session: Session, span: Span): ServerTrace | null {
  if (!times.draw(rng, kind, session.join, session.leave, span)) return null
  const { dialog, response, join, leave } = times
  return {
    modality: MODALITIES[kind]!,
    dialog: kind === DATA ? null : dialog,
    response,
    join,
    leave,
    isToTheEnd: span.to >= session.leave,
  }
}

function failedTrace(
  rng: Rng,
  chance: number,
  { open }: Head,
  { dialog, part }: Session,
): FailedTrace | null {
  if (part === 'announcements' || !rng.chance(chance)) return null
  attempt.draw(rng, open, dialog)
  return { dialog: attempt.dialog, response: attempt.response, failure: attempt.failure }
}

/** Gives numbers: of a dialog by its time, and of an error by its time. */
export interface Numbers {
  dialog(time: Ticks): number
  error(time: Ticks): number
}

/** What the servers saw of the sessions of a conference, numbered. `attendances` are those of `everybody`, in their order. */
export class SideInTheMaking {
  private readonly head: Head
  private readonly everybody: readonly Seated[]
  private readonly traces: readonly (readonly SessionTraces[])[]
  private readonly attendances: readonly (readonly Attendance[])[]
  private sessions: readonly ServerSession[] = []

  constructor(
    head: Head,
    everybody: readonly Seated[],
    attendances: readonly (readonly Attendance[])[],
    traces = tracesOf(head, everybody),
  ) {
    this.head = head
    this.everybody = everybody
    this.attendances = attendances
    this.traces = traces
  }

  /** Numbers the sessions with conferencing servers: those of all conferences come before any failed attempt. */
  numberSessions(numbers: Numbers): void {
    this.sessions = this.each(({ servers, isEndedByServer }, attendance, session, rng) =>
      servers.map((trace): ServerSession => {
        const { modality, dialog, response, join, leave, isToTheEnd } = trace
        return {
          attendance,
          modality,
          dialog:
            dialog === null
              ? null
              : dialogOf(rng.fork(modality, 'dialog'), dialog, response, numbers.dialog(dialog)),
          join,
          leave: session.stays && isToTheEnd ? null : leave,
          isEndedByServer: isEndedByServer && isToTheEnd,
        }
      }),
    )
  }

  /** Numbers the failed attempts, and gives the whole. */
  finish(numbers: Numbers, frontEndId: number): ServerSide {
    const failed = this.each(({ failed: trace }, attendance, _, rng): readonly FailedJoin[] => {
      if (trace === null) return []
      const { dialog, response, failure } = trace
      const own = rng.fork('failed')
      return [
        {
          attendance,
          dialog: dialogOf(own.fork('dialog'), dialog, response, numbers.dialog(dialog)),
          failure: FAILURES[failure]!,
          errorSeq: numbers.error(response),
          telemetryId: Guid.random(own.fork('telemetry')),
        },
      ]
    })
    const focus = this.each(({ response, isEndedByServer }, attendance): readonly FocusSession[] => [
      { attendance, response, isEndedByServer },
    ])
    return { frontEndId, focus, sessions: this.sessions, failed, messages: this.messages() }
  }

  private messages(): readonly Messages[] {
    const { head, everybody, traces, attendances } = this
    const hasAudio = head.occurrence.conference.modalities.includes('audio-video')
    return everybody.flatMap(({ invited }, person) => {
      const chats = traces[person]!.flatMap(({ servers }) =>
        servers.filter(({ modality }) => modality === MODALITIES[CHAT]),
      )
      if (chats.length === 0) return []
      const time = chats.reduce((sum, { join, leave }) => sum + leave - join, 0)
      const rng = invited.rng(head.rng).fork('servers', 'messages')
      return [{ participant: attendances[person]![0]!.participant, count: messages(rng, time, hasAudio) }]
    })
  }

  private each<T>(
    make: (traces: SessionTraces, attendance: Attendance, session: Session, rng: Rng) => readonly T[],
  ): readonly T[] {
    const { head, everybody, traces, attendances } = this
    return everybody.flatMap(({ invited, sessions }, person) => {
      const own = invited.rng(head.rng).fork('servers')
      return sessions.flatMap((session, at) =>
        make(traces[person]![at]!, attendances[person]![at]!, session, own.fork(session.part)),
      )
    })
  }
}

function dialogOf(rng: Rng, time: Ticks, response: Ticks, seq: number): SessionDialog {
  return { time, seq, id: DialogId.random(rng), response }
}
