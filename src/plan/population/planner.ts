import { Rng } from '../../random/rng.ts'
import { MODALITIES } from '../../scenario/file.ts'
import { DIALOG_WORDS } from '../../schema/dialog-id.ts'
import { roles } from '../../schema/fixed-rows.ts'
import { GUID_WORDS, randomGuid } from '../../schema/guid.ts'
import { DAY, type Day, dayText, MINUTE, mod, SECOND, type Ticks } from '../../time/ticks.ts'
import { CELL_BLOCK, cellBlock, divisionDirectory, divisionSeries, divisionUsers } from '../numbers.ts'
import { type Cell, HOW } from './cell.ts'
import { type Crowd, type Crowds, crowdsOf, NIGHT_SHIFTS } from './crowd.ts'
import { DEVICE, type Division, endpointLabel, PHONE, phoneChance } from './division.ts'
import { cellStream, conferenceLabel, type Head, isInOffice, placesStream } from './heads.ts'
import { inOrder } from './in-order.ts'
import { DOORS, HELD, LATEST_LEAVE, type Law, urisOf } from './law.ts'
import { codeOf, KIND, kindOf, numberOf } from './participants.ts'
import type { Standing, Timetable } from './series.ts'
import { Releases } from './software.ts'

/** What somebody needs between two conferences, at least. */
const GAP: Ticks = 3 * SECOND
/** Sessions that are cut into parts leave at least this much of each. */
const SHORTEST: Ticks = 5 * SECOND
/** Row 13: nobody joins earlier than this before the scheduled start. */
const EARLIEST: Ticks = 15 * MINUTE
/** A focus and each kind of server. */
const MOST_URIS = MODALITIES.length + 1
/** Guests of one conference, at the most. */
const MOST_GUESTS = 1000

/** Children of the stream of a conference, beside `HEAD_STREAM`; those of its people follow. */
const PICKS_STREAM = 1
const IDS_STREAM = 2
const CLOCK_STREAM = 3
export const SERVERS_STREAM = 4
const PEOPLE_STREAMS = 16
/** People of a conference who are no members of its series. */
const OTHERS = 1 << 16

/** When a cell begins and ends, and when the last conference of the cell before is over. */
export interface CellHours {
  readonly start: Ticks
  readonly border: Ticks
  readonly nightUntil: Ticks
}

/**
 * Seats people. One place for one person: the conference that was to begin earlier keeps its people, a later one takes
 * those who are free when it begins, and they join it after they have left the one before.
 */
export class Planner {
  private readonly law: Law
  private readonly desktop = new Releases('desktop')
  private readonly web = new Releases('web')
  /** By `PHONE`: somebody who has none changes to one like most others. */
  private readonly phones = [
    new Releases('iphone'),
    new Releases('iphone'),
    new Releases('android'),
    new Releases('ipad'),
  ]
  private readonly mediation = new Releases('mediation')

  // Of the cell that is being planned.
  private cell!: Cell
  private division!: Division
  private timetable!: Timetable
  private day: Day = 0
  private start: Ticks = 0
  private readonly crowds: Crowds
  private mediationClient = 0

  // Of the conference that is being seated.
  private head!: Head
  /** Whether there are numbers left for guests. */
  private hasRoom = true
  /** Codes of who comes, and the numbers of their streams. */
  private readonly chosen = new Int32Array(1024)
  private readonly labels = new Int32Array(1024)
  private lots = new Int32Array(4096)
  /** The first dialog and the last leave of those who are seated. */
  private first: Ticks = 0
  private last: Ticks = 0

  // Of the person who is being seated.
  private join: Ticks = 0
  private leave: Ticks = 0
  /** Bits of `HOW`. */
  private how = 0

  private readonly conference = Rng.unnamed()
  private readonly picks = Rng.unnamed()
  private readonly person = Rng.unnamed()
  private readonly draws = Rng.unnamed()
  private places!: Rng

  private readonly partialChance: number
  private readonly phoneChance: number
  private readonly webChance: number

  constructor(law: Law, meanSize: number) {
    this.law = law
    const { population } = law
    const { partial, clients } = population
    this.crowds = crowdsOf(law)
    // The share is one of all participants, and an organizer is never there for a part only.
    this.partialChance = Math.min(1, (partial * meanSize) / (meanSize - 1))
    this.phoneChance = phoneChance(population)
    this.webChance = clients.earlier < 1 ? Math.min(1, clients.web / (1 - clients.earlier)) : 0
  }

  /** Fills `cell` with the conferences of `heads`. */
  plan(
    cell: Cell,
    { division, timetable }: Standing,
    day: Day,
    hours: CellHours,
    heads: readonly Head[],
  ): void {
    this.cell = cell
    this.division = division
    this.timetable = timetable
    this.day = day
    this.start = hours.start
    cell.division = division
    cell.day = day
    cell.conferences.count = cell.attendances.count = cell.guests = cell.uris = 0
    const rng = cellStream(division, day)
    this.places = placesStream(rng)
    this.mediationClient = this.mediation.on(day, false, 0, 0)
    this.freeAll(hours, nightShift(day - 1))
    const everybody = Object.values(this.crowds)
    // Who is in a conference that goes on into the next day is known without that day: it is seated first.
    const crosses = (head: Head) => this.over(head.end) + DOORS > hours.border
    const ticks = new Int32Array(heads.length)
    for (let at = 0; at < heads.length; at++) {
      const head = heads[at]!
      ticks[at] = head.scheduled - hours.start + (crosses(head) ? 0 : 2 * DAY)
    }
    for (const at of inOrder(ticks)) {
      const head = heads[at]!
      const latest = head.scheduled - hours.start - GAP
      for (const crowd of everybody) crowd.seek(latest, crosses(head) ? nightShift(day) : -1)
      this.conference.become(rng, conferenceLabel(head))
      this.hold(head)
    }
  }

  /** Nobody is taken yet but the night shift of the day before, as long as anything of that goes on. */
  private freeAll({ start, nightUntil }: CellHours, yesterday: number): void {
    for (const { busy } of Object.values(this.crowds)) {
      busy.fill(-DAY)
      if (nightUntil + DOORS <= start) continue
      for (let at = yesterday; at < busy.length; at += NIGHT_SHIFTS) busy[at] = nightUntil - start
    }
  }

  /** When everybody has left a conference whose talk ends at `end`, at the latest. */
  over(end: Ticks): Ticks {
    return end + this.law.stragglers
  }

  /** One conference with everybody in it. */
  private hold(head: Head): void {
    const { cell, conference, draws } = this
    this.head = head
    this.hasRoom = cell.guests <= CELL_BLOCK - MOST_GUESTS
    // Checked scenarios leave room for all but what chance never does.
    if (head.held !== HELD.inSeries && cell.uris > CELL_BLOCK - MOST_URIS)
      throw new RangeError(
        `Planner: there are more conferences on ${dayText(this.day)} than numbers for them`,
      )
    const people = this.choose()
    if (people === 0) return

    const { invitation } = head
    const { conferences, attendances } = cell
    const at = conferences.add()
    conferences.from[at] = attendances.count
    this.first = Number.POSITIVE_INFINITY
    this.last = 0
    let presenters = 0
    for (let seat = 0; seat < people; seat++) {
      const code = this.chosen[seat]!
      const isColleague = kindOf(code) <= KIND.userByPhone
      const isPresenter = isColleague && (people <= 10 || presenters < 3)
      if (isPresenter) presenters++
      this.person.become(conference, PEOPLE_STREAMS + this.labels[seat]!)
      this.attend(code, seat === 0, people, isPresenter ? roles.presenter : roles.attendee)
    }

    draws.become(conference, CLOCK_STREAM)
    const open = this.first - 1 - Math.floor(draws.fraction() * 0.2 * SECOND)
    const lead = Math.min(60, 0.2 - 0.6 * Math.log1p(-draws.fraction()))
    const closing = Math.min(300, -8 * Math.log1p(-draws.fraction()))
    conferences.sessionIdTime[at] = open - Math.round(lead * SECOND)
    conferences.open[at] = open
    conferences.close[at] = this.last + 1 + Math.round(closing * SECOND)
    conferences.scheduled[at] = head.scheduled
    conferences.slot[at] = head.held === HELD.onTheSpot ? 0 : invitation.slot
    conferences.end[at] = head.end
    conferences.held[at] = head.held
    conferences.index[at] = head.index
    conferences.organizer[at] = numberOf(this.organizerOf(head))
    conferences.uri[at] = this.uriOf(head)
    conferences.modalities[at] = invitation.modalities
    conferences.audio[at] = invitation.audio
    conferences.participants[at] = people
    conferences.to[at] = attendances.count
    randomGuid(draws.become(conference, IDS_STREAM), conferences.instance, at * GUID_WORDS)
  }

  /** The code of the one whose conference it is, whoever stands in. */
  private organizerOf({ held, index }: Head): number {
    return held === HELD.inSeries ? this.timetable.organizer(index) : this.chosen[0]!
  }

  private uriOf({ held, index, invitation }: Head): number {
    const { cell, division, timetable } = this
    if (held === HELD.inSeries) return divisionSeries(division.index) + timetable.uri[index]!
    const number = cellBlock(this.day, division.index) + cell.uris
    cell.uris += urisOf(invitation.modalities)
    return number
  }

  /** Fills `chosen` with who comes, the organizer or a stand-in first; gives how many there are. */
  private choose(): number {
    const { law, head, division, conference, chosen, labels } = this
    const { users } = this.crowds
    const picks = this.picks.become(conference, PICKS_STREAM)
    const { invitation, size } = head
    const { audio, isClosed } = invitation
    const isInSeries = head.held === HELD.inSeries
    let organizer: number
    if (isInSeries) {
      const code = this.timetable.organizer(head.index)
      organizer = users.isFree(numberOf(code))
        ? numberOf(code)
        : law.circles.find(picks, division, numberOf(code), users)
      chosen[0] = codeOf(kindOf(code), organizer)
    } else {
      organizer = division.organizers.draw(picks)
      for (let attempt = 0; attempt < 8 && !users.isFree(organizer); attempt++) {
        organizer = division.organizers.draw(picks)
      }
      if (!users.isFree(organizer)) organizer = users.firstFree(0, division.users, picks.fraction())
      chosen[0] = codeOf(law.origins.dialsIn(picks, audio) ? KIND.userByPhone : KIND.user, organizer)
    }
    if (organizer < 0) return 0
    labels[0] = 0
    users.pick(organizer)
    let count = 1
    if (isInSeries) count = this.chooseMembers(head.index, size)
    for (let other = OTHERS; count < size; other++) {
      const code = this.stranger(law.origins.draw(picks, audio, isClosed), organizer, other)
      if (code < 0) break
      chosen[count] = code
      labels[count++] = other
    }
    return count
  }

  /** Members by lot, until there are enough of those who are free. */
  private chooseMembers(series: number, size: number): number {
    const { picks, chosen, labels, timetable } = this
    const members = timetable.memberCount(series)
    if (members > this.lots.length) this.lots = new Int32Array(members * 2)
    const { lots } = this
    let left = members - 1
    for (let at = 0; at < left; at++) lots[at] = at + 1
    let count = 1
    while (count < size && left > 0) {
      const at = Math.floor(picks.fraction() * left)
      const member = lots[at]!
      lots[at] = lots[--left]!
      const code = timetable.member(series, member)
      if (!this.take(code)) continue
      chosen[count] = code
      labels[count++] = member
    }
    return count
  }

  /** Marks somebody as one of this conference; false where somebody is elsewhere, or here already. */
  private take(code: number): boolean {
    if (kindOf(code) === KIND.guest) return this.hasRoom
    const crowd = this.crowdOf(kindOf(code))
    if (!crowd.isFree(numberOf(code))) return false
    crowd.pick(numberOf(code))
    return true
  }

  /** The people whose numbers a kind uses. Guests have none. */
  private crowdOf(kind: number): Crowd {
    const { users, partners, callers } = this.crowds
    return kind === KIND.partner ? partners : kind === KIND.caller ? callers : users
  }

  /** Somebody of this kind who is free; a guest where nobody is, and -1 where no guest can come. */
  private stranger(kind: number, organizer: number, label: number): number {
    const { law, picks, division } = this
    const guest = this.hasRoom && !this.head.invitation.isClosed ? codeOf(KIND.guest, label & 0xffff) : -1
    if (kind === KIND.guest) {
      if (this.hasRoom) return guest
      kind = KIND.caller
    }
    const crowd = this.crowdOf(kind)
    const number =
      kind === KIND.partner || kind === KIND.caller
        ? crowd.firstFree(0, crowd.busy.length, law.popular(picks))
        : law.circles.find(picks, division, organizer, crowd)
    if (number < 0) return guest
    crowd.pick(number)
    return codeOf(kind, number)
  }

  /** When somebody comes and goes, and with what: rows 12 to 19 and 22 to 25. */
  private attend(code: number, isOrganizer: boolean, people: number, role: number): void {
    const { head, person, start } = this
    const { attendances } = this.cell
    const kind = kindOf(code)
    const number = numberOf(code)
    const isByPhone = kind === KIND.caller || kind === KIND.userByPhone
    const { busy } = this.crowdOf(kind)
    const free = kind === KIND.guest ? Number.NEGATIVE_INFINITY : start + busy[number]! + GAP

    this.how = 0
    const setup = Math.min(5 * SECOND, this.law.setup.draw(person))
    this.comeAndGo(isOrganizer, people)
    const wait = isOrganizer ? 0 : this.lobby(isByPhone)
    let dialog = this.join - setup - wait
    // Nobody can wait for a conference on the spot before it is there, and nobody is in two places.
    const isFollowing = head.held === HELD.onTheSpot && !isOrganizer
    const earliest = Math.max(free, isFollowing ? this.first : head.scheduled - DOORS)
    if (dialog < earliest) {
      dialog = earliest
      this.join = Math.max(this.join, dialog + 1)
    }

    const from = attendances.count
    const at = attendances.add()
    attendances.dialog[at] = dialog
    attendances.join[at] = this.join
    attendances.leave[at] = Math.max(this.leave, this.join + SHORTEST)
    attendances.role[at] = role
    this.identify(at, code)
    if (isByPhone) attendances.client[at] = this.mediationClient
    else this.how |= this.equip(at, kind, number)
    attendances.how[at] = this.how
    this.interrupt(at, kind, number)
    const last = this.finish(from)
    if (kind !== KIND.guest) busy[number] = last - start
  }

  /** Rows 12 to 17: decides `join` and `leave`, as if nothing else kept anybody. */
  private comeAndGo(isOrganizer: boolean, people: number): void {
    const { person, law } = this
    const { scheduled, end, held } = this.head
    const { earlyLeave } = law.population
    const length = end - scheduled
    if (person.fraction() < this.partialChance && !isOrganizer && length > 4 * SHORTEST) {
      const one = Math.floor(person.fraction() * (length - SHORTEST))
      const other = Math.floor(person.fraction() * (length - SHORTEST))
      this.join = scheduled + Math.min(one, other)
      this.leave = scheduled + Math.max(one, other) + SHORTEST
      this.how |= HOW.partial
      return
    }
    const arrival = this.arrival(isOrganizer, people)
    if (arrival > MINUTE && held !== HELD.onTheSpot) this.how |= HOW.late
    this.join = scheduled + Math.min(arrival, Math.floor(0.9 * length))
    const { short, medium, long } = earlyLeave
    const early = length <= 30 * MINUTE ? short : length <= 60 * MINUTE ? medium : long
    if (person.fraction() < early) {
      this.leave = this.join + Math.round(Math.sqrt(person.fraction()) * (end - this.join))
      this.how |= HOW.leftEarly
    } else {
      this.leave = end + Math.min(LATEST_LEAVE, law.leave.draw(person))
    }
  }

  /** Row 25: how long somebody waits in the lobby. */
  private lobby(isByPhone: boolean): Ticks {
    const { person, law } = this
    const { phone, other } = law.population.lobby
    if (person.fraction() >= (isByPhone ? phone : other)) return 0
    this.how |= HOW.lobby
    return law.lobby.draw(person)
  }

  /** Puts down who somebody is; a guest takes the next number. */
  private identify(at: number, code: number): void {
    const { cell, division, law } = this
    const { attendances } = cell
    const kind = kindOf(code)
    const number = numberOf(code)
    attendances.code[at] = code
    attendances.isInternal[at] = 0
    attendances.hasEndpoint[at] = kind === KIND.caller || kind === KIND.userByPhone ? 0 : 1
    switch (kind) {
      case KIND.guest:
        attendances.userId[at] = cellBlock(this.day, division.index) + cell.guests++
        break
      case KIND.partner:
        attendances.userId[at] = divisionDirectory(division.index) + number
        break
      case KIND.caller:
        attendances.userId[at] = divisionDirectory(division.index) + law.partners + number
        break
      default:
        attendances.userId[at] = divisionUsers(division.index) + number
    }
    // Somebody works at home or in the office all day long.
    if (kind === KIND.user && isInOffice(this.draws.become(this.places, number), law))
      attendances.isInternal[at] = 1
  }

  /** Rows 12 to 14: ticks from the scheduled start to a join. */
  private arrival(isOrganizer: boolean, people: number): number {
    const { person, head, law } = this
    const { joinsWithin, late, early } = law.population
    const lot = person.fraction()
    if (joinsWithin !== null) return Math.round(lot * joinsWithin)
    if (head.held === HELD.onTheSpot) {
      return isOrganizer ? 0 : law.soon.draw(person)
    }
    if (lot < (people <= 2 ? late.two : people <= 6 ? late.few : late.many)) {
      return MINUTE + 1 + law.lateBy.draw(person)
    }
    // A gamma variate of shape 2: the sum of two waiting times.
    const before = -0.5 * early * Math.log((1 - person.fraction()) * (1 - person.fraction()))
    return Math.max(-EARLIEST, MINUTE - Math.round(before))
  }

  /** Rows 22 to 24: the device and its client. Gives bits of `HOW`. */
  private equip(at: number, kind: number, number: number): number {
    const { person, head, division } = this
    const { attendances } = this.cell
    const isScheduled = head.held !== HELD.onTheSpot
    const lot = person.fraction()
    if (kind === KIND.guest) return this.equipGuest(at, lot, isScheduled)
    const { traits } = division
    const owner = kind === KIND.partner ? division.users + number : number
    const delay = traits.delay[owner]!
    const isEarlier = traits.isEarlier[owner] === 1
    const webChance = isScheduled ? this.webChance : 0
    let how = isEarlier ? HOW.earlierClient : 0
    let device: number = DEVICE.usual
    if (!isEarlier && lot < webChance) {
      attendances.client[at] = this.web.on(this.day, false, 0, delay)
      how = HOW.web
      device = DEVICE.browser
    } else if (
      !isEarlier &&
      traits.phone[owner] !== PHONE.none &&
      (lot - webChance) / (1 - webChance) < this.phoneChance
    ) {
      attendances.client[at] = this.phones[traits.phone[owner]!]!.on(this.day, false, 0, delay)
      how = HOW.mobile
      device = DEVICE.phone
    } else {
      attendances.client[at] = this.desktop.on(this.day, isEarlier, traits.behind[owner]!, delay)
    }
    this.register(at, owner, device)
    return how
  }

  private equipGuest(at: number, choice: number, isScheduled: boolean): number {
    const { person } = this
    const { attendances } = this.cell
    const { clients, builds } = this.law.population
    randomGuid(person, attendances.endpoint, at * GUID_WORDS)
    const lot = person.fraction()
    if (choice < clients.earlier) {
      attendances.client[at] = this.desktop.on(this.day, true, Math.floor(lot * builds.length), 0)
      return HOW.earlierClient
    }
    if (isScheduled && choice < clients.earlier + clients.web) {
      attendances.client[at] = this.web.on(this.day, false, 0, Math.floor(lot * 60))
      return HOW.web
    }
    attendances.client[at] = this.desktop.on(this.day, false, Math.floor(lot * 2), 0)
    return 0
  }

  /** Rows 18 and 19: the session at `at` is cut, goes on from another device, or gets another one beside it. */
  private interrupt(at: number, kind: number, number: number): void {
    const { person, head } = this
    const { attendances } = this.cell
    const { population } = this.law
    const isAuthenticated = kind === KIND.user || kind === KIND.partner
    const span = attendances.leave[at]! - attendances.join[at]!
    const mayHaveTwo = isAuthenticated && span > 12 * SHORTEST && head.end > head.scheduled
    if (!mayHaveTwo || person.fraction() >= population.secondDevice) {
      this.cut(at, kind, number, isAuthenticated)
      return
    }
    const overlap = Math.floor(span * (0.5 + 0.5 * person.fraction()))
    const dialog = attendances.join[at]! + Math.floor(person.fraction() * (span - overlap))
    const join = dialog + 1 + Math.floor(person.fraction() * 2 * SECOND)
    const second = this.copy(at, HOW.secondDevice)
    attendances.dialog[second] = dialog
    attendances.join[second] = join
    attendances.leave[second] = Math.max(join + SHORTEST, dialog + overlap)
    this.changeDevice(second, kind, number)
    this.cut(at, kind, number, false)
    this.cut(second, kind, number, false)
  }

  /** Row 18: the session at `at` in parts, one after the other. */
  private cut(at: number, kind: number, number: number, mayChange: boolean): void {
    const { person, law } = this
    const { attendances } = this.cell
    const { population } = law
    for (let part = at; ; ) {
      const until = attendances.leave[part]!
      const from = attendances.join[part]!
      if (until - from < 3 * SHORTEST) return
      const lot = person.fraction()
      const isCut = lot < population.drop
      const isChange = !isCut && mayChange && lot < population.drop + population.changeDevice
      if (!isCut && !isChange) return
      const cut = from + SHORTEST + Math.floor(person.fraction() * (until - from - 2 * SHORTEST))
      attendances.leave[part] = cut
      if (isCut) attendances.how[part] = attendances.how[part]! | HOW.cut
      if (isCut && person.fraction() >= population.rejoin) return
      const gap = isCut ? law.rejoinAfter.draw(person) : Math.floor((2 + 28 * person.fraction()) * SECOND)
      const setup = Math.floor((0.3 + 2 * person.fraction()) * SECOND)
      const join = cut + 1 + gap + setup
      if (join > until - SHORTEST) return
      part = this.copy(part, isCut ? HOW.cameBack : HOW.changedDevice)
      attendances.how[part] = attendances.how[part]! & ~HOW.cut
      attendances.dialog[part] = cut + 1 + gap
      attendances.join[part] = join
      attendances.leave[part] = until
      if (isChange) this.changeDevice(part, kind, number)
    }
  }

  /** Another session of the same person. */
  private copy(at: number, how: number): number {
    const { attendances } = this.cell
    const next = attendances.add()
    attendances.code[next] = attendances.code[at]!
    attendances.role[next] = attendances.role[at]!
    attendances.userId[next] = attendances.userId[at]!
    attendances.isInternal[next] = attendances.isInternal[at]!
    attendances.client[next] = attendances.client[at]!
    attendances.hasEndpoint[next] = attendances.hasEndpoint[at]!
    attendances.how[next] = attendances.how[at]! | how
    attendances.endpoint.copyWithin(next * GUID_WORDS, at * GUID_WORDS, (at + 1) * GUID_WORDS)
    return next
  }

  /** From the usual device to the phone, and from any other to the usual one. */
  private changeDevice(at: number, kind: number, number: number): void {
    const { attendances } = this.cell
    const { traits, users } = this.division
    const owner = kind === KIND.partner ? users + number : number
    const delay = traits.delay[owner]!
    const isEarlier = traits.isEarlier[owner] === 1
    const isUsual = (attendances.how[at]! & (HOW.web | HOW.mobile)) === 0
    const cleared = attendances.how[at]! & ~(HOW.web | HOW.mobile)
    attendances.how[at] = isUsual ? cleared | HOW.mobile : cleared
    attendances.client[at] = isUsual
      ? this.phones[traits.phone[owner]!]!.on(this.day, false, 0, delay)
      : this.desktop.on(this.day, isEarlier, traits.behind[owner]!, delay)
    this.register(at, owner, isUsual ? DEVICE.phone : DEVICE.usual)
  }

  /** Puts down the endpoint id of somebody's device, which is always the same. */
  private register(at: number, owner: number, device: number): void {
    const { draws, division } = this
    const { endpoint } = this.cell.attendances
    randomGuid(draws.become(division.endpoints, endpointLabel(owner, device)), endpoint, at * GUID_WORDS)
  }

  /** Numbers and ids of the sessions of one person, from `from` on. Gives the last leave. */
  private finish(from: number): Ticks {
    const { attendances } = this.cell
    const { dialogId, join } = attendances
    const to = attendances.count
    let last = 0
    for (let at = from; at < to; at++) {
      let instance = 1
      for (let other = from; other < to; other++) {
        if (join[other]! < join[at]! || (join[other] === join[at] && other < at)) instance++
      }
      attendances.userInstance[at] = instance
      if (attendances.leave[at]! > last) last = attendances.leave[at]!
      if (attendances.dialog[at]! < this.first) this.first = attendances.dialog[at]!
      const words = at * DIALOG_WORDS
      for (let word = 0; word < DIALOG_WORDS; word++) dialogId[words + word] = this.person.bits()
    }
    if (last > this.last) this.last = last
    return last
  }
}

/** Which of `NIGHT_SHIFTS` is in conferences that go on beyond the end of a day: never that of the day before. */
function nightShift(day: Day): number {
  return (NIGHT_SHIFTS / 2) * mod(day, 2)
}
