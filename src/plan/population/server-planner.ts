import { Rng } from '../../random/rng.ts'
import { DIALOG_WORDS } from '../../schema/dialog-id.ts'
import { GUID_WORDS, randomGuid } from '../../schema/guid.ts'
import type { Ticks } from '../../time/ticks.ts'
import {
  ALWAYS,
  AUDIO_VIDEO,
  answered,
  CHAT,
  DATA,
  ENDED_FOR_ALL,
  FailureTimes,
  messages,
  ServerTimes,
  SHARING,
  type Span,
  showing,
} from '../servers/server-law.ts'
import { type AttendanceColumns, type Cell, HOW } from './cell.ts'
import { conferenceLabel } from './heads.ts'
import { SERVERS_STREAM } from './planner.ts'
import { FailedColumns, FocusColumns, MessageColumns, SessionColumns } from './server-columns.ts'

/** Children of the stream that a person has among the servers of a conference: `STREAMS` for each session, from 0. */
const FOCUS_STREAM = 0
/** Kinds of servers follow. */
const SERVER_STREAMS = 1
const STREAMS = 8
/** Beside all sessions, which are counted from 1. */
const MESSAGES_STREAM = 0

/** Draws what the servers see of conferences, one after the other, into columns. */
export class ServerPlanner {
  readonly focus = new FocusColumns()
  readonly sessions = new SessionColumns()
  readonly failed = new FailedColumns()
  readonly messages = new MessageColumns()

  private readonly failedJoin: number
  private readonly times = new ServerTimes()
  private readonly attempt = new FailureTimes()
  private readonly spans: Span[] = [ALWAYS, ALWAYS, ALWAYS, ALWAYS]
  private readonly conference = Rng.unnamed()
  private readonly servers = Rng.unnamed()
  private readonly person = Rng.unnamed()
  private readonly draws = Rng.unnamed()

  // Of the conference that is being drawn.
  private n = 0
  private open: Ticks = 0
  private last: Ticks = 0
  private isEndedForAll = false
  private order = new Int32Array(1024)

  /** `failedJoin` is the probability that an attempt fails before a join. */
  constructor(failedJoin: number) {
    this.failedJoin = failedJoin
  }

  clear(): void {
    for (const columns of [this.focus, this.sessions, this.failed, this.messages]) columns.count = 0
  }

  /** Adds the conference at a position of a cell, as the `n`-th. Gives a whole number that its front end follows from. */
  add(cell: Cell, stream: Rng, at: number, n: number): number {
    const { conferences, attendances } = cell
    const { servers, spans } = this
    const [from, to] = [conferences.from[at]!, conferences.to[at]!]
    const label = conferenceLabel({ held: conferences.held[at]!, index: conferences.index[at]! })
    servers.become(this.conference.become(stream, label), SERVERS_STREAM)
    const draws = this.draws.become(servers, 0)
    const lot = draws.bits() >>> 1
    this.n = n
    this.open = conferences.open[at]!
    this.isEndedForAll = draws.fraction() < ENDED_FOR_ALL
    spans[SHARING] = showing(draws, conferences.scheduled[at]!, conferences.end[at]!)
    spans[DATA] = showing(draws, conferences.scheduled[at]!, conferences.end[at]!)
    this.last = 0
    for (let one = from; one < to; one++)
      if (attendances.leave[one]! > this.last) this.last = attendances.leave[one]!

    const modalities = conferences.modalities[at]!
    const hasAudio = ((modalities >> AUDIO_VIDEO) & 1) === 1
    const ordinal = this.focus.reserve(to - from)
    this.sort(attendances, from, to)
    for (let first = 0; first < to - from; ) {
      const userId = attendances.userId[this.order[first]!]!
      this.person.become(servers, userId)
      let chatted = -1
      let next = first
      for (; next < to - from && attendances.userId[this.order[next]!] === userId; next++) {
        const own = this.order[next]!
        const time = this.attend(cell, own, ordinal + own - from, modalities)
        if (time >= 0) chatted = Math.max(0, chatted) + time
      }
      if (chatted >= 0) this.chat(userId, chatted, hasAudio)
      first = next
    }
    return lot
  }

  /** Fills `order` with the attendances of a conference, by `UserId`, then by their turns. Most conferences have few. */
  private sort({ userId, userInstance }: AttendanceColumns, from: number, to: number): void {
    if (to - from > this.order.length) this.order = new Int32Array(2 * (to - from))
    const { order } = this
    for (let at = from; at < to; at++) {
      let place = at - from
      for (; place > 0; place--) {
        const before = order[place - 1]!
        const isBefore =
          userId[before] === userId[at]
            ? userInstance[before]! < userInstance[at]!
            : userId[before]! < userId[at]!
        if (isBefore) break
        order[place] = before
      }
      order[place] = at
    }
  }

  /** One session of a person, at a position of its cell and of its slice. Gives the time on the chat server; -1 for somebody who was not there. */
  private attend({ attendances }: Cell, at: number, ordinal: number, modalities: number): Ticks {
    const { focus, person, draws, sessions } = this
    const [join, leave] = [attendances.join[at]!, attendances.leave[at]!]
    const dialog = attendances.dialog[at]!
    const stream = attendances.userInstance[at]! * STREAMS
    const isCut = (attendances.how[at]! & HOW.cut) !== 0
    const isEnded = isCut || (this.isEndedForAll && leave === this.last) ? 1 : 0
    draws.become(person, stream + FOCUS_STREAM)
    focus.response[ordinal] = dialog + answered(draws, join - dialog)
    focus.isEnded[ordinal] = isEnded
    if (draws.fraction() < this.failedJoin) this.fail(at, dialog)

    let chatted = -1
    const possible = attendances.hasEndpoint[at] === 1 ? modalities : modalities & (1 << AUDIO_VIDEO)
    for (let kind = 0; possible >> kind > 0; kind++) {
      if (((possible >> kind) & 1) === 0) continue
      draws.become(person, stream + SERVER_STREAMS + kind)
      const span = this.spans[kind]!
      if (!this.times.draw(draws, kind, join, leave, span)) continue
      const { times } = this
      const session = sessions.add()
      sessions.conference[session] = this.n
      sessions.attendance[session] = at
      sessions.kind[session] = kind
      sessions.dialog[session] = times.dialog
      sessions.response[session] = times.response
      sessions.join[session] = times.join
      sessions.leave[session] = times.leave
      sessions.isEnded[session] = span.to >= leave ? isEnded : 0
      if (kind !== DATA) drawDialogId(draws, sessions.dialogId, session)
      if (kind === CHAT) chatted = times.leave - times.join
    }
    return chatted
  }

  private fail(at: number, dialog: Ticks): void {
    const { failed, attempt, draws } = this
    attempt.draw(draws, this.open, dialog)
    const own = failed.add()
    failed.conference[own] = this.n
    failed.attendance[own] = at
    failed.dialog[own] = attempt.dialog
    failed.response[own] = attempt.response
    failed.failure[own] = attempt.failure
    drawDialogId(draws, failed.dialogId, own)
    randomGuid(draws, failed.telemetryId, own * GUID_WORDS)
  }

  private chat(userId: number, time: Ticks, hasAudio: boolean): void {
    const own = this.messages.add()
    this.messages.conference[own] = this.n
    this.messages.userId[own] = userId
    this.messages.messages[own] = messages(this.draws.become(this.person, MESSAGES_STREAM), time, hasAudio)
  }
}

/** Puts the words of a dialog id at a position of a column. */
export function drawDialogId(rng: Rng, words: Int32Array, at: number): void {
  for (let word = at * DIALOG_WORDS; word < (at + 1) * DIALOG_WORDS; word++) words[word] = rng.bits()
}
