import { Rng } from '../../random/rng.ts'
import { GUID_WORDS, randomGuid } from '../../schema/guid.ts'
import { DAY, type Day, HOUR } from '../../time/ticks.ts'
import { canSignIn, type Period, SignIns } from '../servers/sign-ins.ts'
import { DEVICE, type Division, endpointLabel, PHONE } from './division.ts'
import { cellStream, isInOffice, placesStream } from './heads.ts'
import type { Law } from './law.ts'
import { RegistrationColumns } from './server-columns.ts'
import { drawDialogId } from './server-planner.ts'
import { Releases } from './software.ts'

/** Draws who registers on a day: the usual device of every user, and the phone of those who have one. */
export class Registrar {
  readonly columns = new RegistrationColumns()
  private readonly period: Period
  private readonly law: Law
  private readonly signIns = new Map<string, SignIns>()
  private readonly desktop = new Releases('desktop')
  /** By `PHONE`, from the first that is one. */
  private readonly phones = [new Releases('iphone'), new Releases('android'), new Releases('ipad')]
  private readonly device = Rng.unnamed()
  private readonly draws = Rng.unnamed()

  constructor(period: Period, law: Law) {
    this.period = period
    this.law = law
  }

  clear(): void {
    this.columns.count = 0
  }

  /** Adds the registrations of a division on a UTC day. */
  add(division: Division, day: Day): void {
    const { zone } = division
    const signIns = this.signIns.get(zone.name) ?? new SignIns(this.period, zone)
    this.signIns.set(zone.name, signIns)
    for (let local = day - 1; local <= day + 1; local++) {
      if (!canSignIn(this.period, local)) continue
      const noon = zone.moment(local, 12 * HOUR)
      // Mornings begin seven hours before noon and end an hour after it.
      if (noon + HOUR < day * DAY || noon - 7 * HOUR >= (day + 1) * DAY) continue
      this.addOf(division, local, day, signIns)
    }
  }

  private addOf(division: Division, local: Day, day: Day, signIns: SignIns): void {
    const { columns, device, draws, law } = this
    const { traits, users } = division
    const streams = division.rng.fork('registrations')
    const places = placesStream(cellStream(division, local))
    const [start, end] = [day * DAY, (day + 1) * DAY]
    for (let user = 0; user < users; user++) {
      const phone = traits.phone[user]!
      for (
        let kind: number = DEVICE.usual;
        kind <= (phone === PHONE.none ? DEVICE.usual : DEVICE.phone);
        kind++
      ) {
        if (!signIns.begins(device.become(streams, endpointLabel(user, kind)), local)) continue
        if (signIns.time < start || signIns.time >= end) continue
        const at = columns.add()
        const delay = traits.delay[user]!
        columns.division[at] = division.index
        columns.user[at] = user
        columns.client[at] =
          kind === DEVICE.usual
            ? this.desktop.on(local, traits.isEarlier[user] === 1, traits.behind[user]!, delay)
            : this.phones[phone - 1]!.on(local, false, 0, delay)
        columns.isInternal[at] = isInOffice(draws.become(places, user), law) ? 1 : 0
        columns.time[at] = signIns.time
        columns.end[at] = signIns.end
        columns.endType[at] = signIns.endType
        randomGuid(
          draws.become(division.endpoints, endpointLabel(user, kind)),
          columns.endpoint,
          at * GUID_WORDS,
        )
        randomGuid(signIns.rng, columns.era, at * GUID_WORDS)
        drawDialogId(signIns.rng, columns.dialogId, at)
      }
    }
  }
}
