import { AUDIO_VIDEO } from '../plan/servers/server-law.ts'
import { type Answer, byText, count, key, milliseconds, type Row, type Tally } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Bucket } from './buckets.ts'
import { type Held, OPEN } from './held.ts'
import { UsersSeen } from './users-seen.ts'

/** Figures of audio and video, of telephones and of messages, in the making. Times are milliseconds. */
class Media {
  conferences = 0
  conferenceTime = 0
  time = 0
  pstnConferences = 0
  pstnTime = 0
  messages = 0
  readonly participants = new UsersSeen()
  readonly pstnParticipants = new UsersSeen()

  merge(other: Media): void {
    for (const name of [
      'conferences',
      'conferenceTime',
      'time',
      'pstnConferences',
      'pstnTime',
      'messages',
    ] as const)
      this[name] += other[name]
    this.participants.merge(other.participants)
    this.pstnParticipants.merge(other.pstnParticipants)
  }

  cells(): readonly number[] {
    return [
      this.conferences,
      this.conferenceTime,
      this.participants.count,
      this.time,
      this.pstnConferences,
      this.pstnParticipants.count,
      this.pstnTime,
      this.messages,
    ]
  }
}

class MediaSummary implements Tally {
  private readonly asked: Asked
  /** By the names of buckets. */
  private readonly media = new Map<string, Media>()
  private bucket: Bucket = { from: 0, to: 0, name: '' }
  private latest = new Media()

  constructor(asked: Asked) {
    this.asked = asked
  }

  add({ servers, start }: Held): void {
    const { from, to } = this.asked
    let [first, last, hasPstn] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false]
    for (let at = 0; at < servers.count; at++) {
      if (servers.kind[at] !== AUDIO_VIDEO) continue
      const join = servers.join[at]!
      const leave = servers.leave[at]!
      const isFromPstn = servers.isFromPstn[at] === 1
      if (join < first) first = join
      if (leave !== OPEN && leave > last) last = leave
      if (isFromPstn) hasPstn = true
      if (join >= from && join < to) {
        const media = this.at(join)
        media.participants.add(servers.userId[at]!)
        if (isFromPstn) media.pstnParticipants.add(servers.userId[at]!)
      }
      if (leave !== OPEN) this.addTime(join > from ? join : from, leave < to ? leave : to, isFromPstn)
    }
    if (start < from || start >= to) return
    if (first !== Number.POSITIVE_INFINITY) {
      const media = this.at(start)
      media.conferences++
      if (last > first) media.conferenceTime += last - first
      if (hasPstn) media.pstnConferences++
    }
    if (servers.messages > 0) this.at(start).messages += servers.messages
  }

  merge({ media }: this): void {
    for (const [name, theirs] of media) {
      const ours = this.media.get(name)
      if (ours) ours.merge(theirs)
      else this.media.set(name, theirs)
    }
  }

  rows(): Row[] {
    const rows = [...this.media].map(([name, media]): Row => [name, ...media.cells()])
    return rows.sort(([a], [b]) => byText(a, b))
  }

  private addTime(from: number, to: number, isFromPstn: boolean): void {
    for (let start = from; start < to; ) {
      const media = this.at(start)
      const end = to < this.bucket.to ? to : this.bucket.to
      media.time += end - start
      if (isFromPstn) media.pstnTime += end - start
      start = end
    }
  }

  private at(ms: number): Media {
    if (ms >= this.bucket.from && ms < this.bucket.to) return this.latest
    this.bucket = this.asked.buckets.at(ms)
    const known = this.media.get(this.bucket.name)
    this.latest = known ?? new Media()
    if (!known) this.media.set(this.bucket.name, this.latest)
    return this.latest
  }
}

export const mediaSummary: Answer = {
  name: 'media-summary',
  title: 'A/V, telephones and messages',
  definition:
    'One row for each hour, day, week or month in which any of it was counted. av_conferences: conferences with a session on ' +
    'the A/V conferencing server (McuJoinsAndLeaves), counted at their start. av_conference_ms: of these the time from the ' +
    'first join of that server to the last leave on record, counted whole at the start of the conference. av_participants: ' +
    'distinct users with such a session that begins then. av_participant_ms: the time of these sessions, cut at the edges of ' +
    'buckets and of the period; none where the leave is not recorded. pstn_conferences, pstn_participants, ' +
    'pstn_participant_ms: the same of sessions with IsFromPstn. messages: all of ConferenceMessageCount.MessageCount, counted ' +
    'at the start of the conference.',
  isOfServers: true,
  columns: [
    key('begins'),
    count('av_conferences'),
    milliseconds('av_conference_ms'),
    count('av_participants'),
    milliseconds('av_participant_ms'),
    count('pstn_conferences'),
    count('pstn_participants'),
    milliseconds('pstn_participant_ms'),
    count('messages'),
  ],
  tally: (asked) => new MediaSummary(asked),
}
