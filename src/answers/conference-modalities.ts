import { userUri } from '../plan/user-uri.ts'
import { MODALITIES } from '../scenario/file.ts'
import { type Answer, byText, key, type Row, type Tally, text } from './answer.ts'
import type { Asked } from './asked.ts'
import { conferenceNames, momentText } from './conference-detail.ts'
import type { Held } from './held.ts'
import { serverName } from './server-activity.ts'

class ConferenceModalities implements Tally {
  private readonly asked: Asked
  private readonly found: Row[] = []

  constructor(asked: Asked) {
    this.asked = asked
  }

  add(held: Held): void {
    const { conferences, from, to, plan } = this.asked
    if (conferences.size === 0 || held.start < from || held.start >= to) return
    const { uri, instance } = conferenceNames(plan, held)
    if (!conferences.has(uri) && !conferences.has(instance)) return
    const { servers, source } = held
    const named = 'instance' in source ? source.onServers : null
    for (let at = 0; at < servers.count; at++) {
      this.found.push([
        instance,
        named ? named[at]!.attendance.participant.address : userUri(plan, servers.userId[at]!),
        serverName(servers.kind[at]!),
        momentText(servers.join[at]!),
        momentText(servers.leave[at]!),
      ])
    }
  }

  merge({ found }: this): void {
    this.found.push(...found)
  }

  rows(): Row[] {
    return this.found.sort(
      (a, b) => byText(a[0], b[0]) || byText(a[3], b[3]) || byText(a[1], b[1]) || byText(a[2], b[2]),
    )
  }
}

export const conferenceModalities: Answer = {
  name: 'conference-modalities',
  title: 'Modalities in conferences (UTC)',
  definition:
    'One row for each session on a conferencing server (McuJoinsAndLeaves) in the conferences that were asked for, if they start ' +
    `in the scope. server: its kind, such as ${serverName(MODALITIES.indexOf('audio-video'))}. A leave that is not recorded is null.`,
  isOfServers: true,
  columns: [key('conf_instance'), key('user_uri'), key('server'), key('user_join'), text('user_leave')],
  heading: 1,
  tally: (asked) => new ConferenceModalities(asked),
}
