import { Rng } from '../../random/rng.ts'
import { MODALITIES } from '../../scenario/file.ts'
import { DIVISION } from '../../scenario/population.ts'
import { DIALOG_WORDS } from '../../schema/dialog-id.ts'
import { roles } from '../../schema/fixed-rows.ts'
import { GUID_WORDS, randomGuid } from '../../schema/guid.ts'
import { DAY, type Day, MINUTE, mod, SECOND, type Ticks } from '../../time/ticks.ts'
import { CELL_BLOCK, cellBlock, divisionDirectory, divisionSeries, divisionUsers } from '../numbers.ts'
import { type Cell, HOW } from './cell.ts'
import { type Division, ENDPOINT, ENDPOINT_WORDS, PHONE, phoneChance, standardNormal } from './division.ts'
import { cellStream, conferenceLabel, type Head } from './heads.ts'
import { DOORS, HELD, LATEST_LEAVE, type Law, urisOf } from './law.ts'
import { codeOf, KIND, kindOf, numberOf, scan } from './participants.ts'
import { Releases } from './software.ts'

/** What somebody needs between two conferences, at least. */
const GAP: Ticks = 3 * SECOND
/** Sessions that are cut into parts leave at least this much of each. */
const SHORTEST: Ticks = 5 * SECOND
/** Row 13: nobody joins earlier than this before the scheduled start. */
const EARLIEST: Ticks = 15 * MINUTE
/** One in so many people can be in a conference that goes on beyond the end of its cell, on every other day. */
const NIGHT_SHIFTS = 16

/** A focus and each kind of server. */
const MOST_URIS = MODALITIES.length + 1
/** Guests of one conference, at the most. */
const MOST_GUESTS = 1000

/** Children of the stream of a conference, beside `HEAD_STREAM`; those of its people follow. */
const PICKS_STREAM = 1
const IDS_STREAM = 2
const CLOCK_STREAM = 3
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
  private day: Day = 0
  private start: Ticks = 0
  /** Until when people are taken, in ticks after `start`, and the `turn` at which they were last picked. */
  private readonly usersBusy = new Int32Array(DIVISION)
  private readonly partnersBusy: Int32Array
  private readonly callersBusy: Int32Array
  private readonly usersPicked = new Int32Array(DIVISION)
  private readonly partnersPicked: Int32Array
  private readonly callersPicked: Int32Array
  private mediationClient = 0

  // Of the conference that is being seated.
  private head!: Head
  /** Number of the conference: whoever was picked for an earlier one is not marked by it. */
  private turn = 0
  /** Whether there are numbers left for guests. */
  private hasRoom = true
  /** Who is taken for longer than this, in ticks after `start`, cannot come. */
  private latest: Ticks = 0
  /** Of `NIGHT_SHIFTS` the one that its people are of; -1 where it ends within its cell. */
  private night = -1
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
  private readonly remoteChance: number
  private readonly phoneChance: number
  private readonly webChance: number

  constructor(law: Law, meanSize: number) {
    this.law = law
    const { population, partners, callers } = law
    const { partial, origins, clients } = population
    this.partnersBusy = new Int32Array(partners)
    this.callersBusy = new Int32Array(callers)
    this.partnersPicked = new Int32Array(partners)
    this.callersPicked = new Int32Array(callers)
    // The share is one of all participants, and an organizer is never there for a part only.
    this.partialChance = Math.min(1, (partial * meanSize) / (meanSize - 1))
    const own = origins.internal + origins.remote
    this.remoteChance = own > 0 ? origins.remote / own : 0
    this.phoneChance = phoneChance(population)
    this.webChance = clients.earlier < 1 ? Math.min(1, clients.web / (1 - clients.earlier)) : 0
  }

  /** Fills `cell` with the conferences of `heads`. */
  plan(cell: Cell, division: Division, day: Day, hours: CellHours, heads: readonly Head[]): void {
    this.cell = cell
    this.division = division
    this.day = day
    this.start = hours.start
    cell.division = division
    cell.day = day
    cell.conferences.count = cell.attendances.count = cell.guests = cell.uris = 0
    const rng = cellStream(division, day)
    this.places = rng.fork('places')
    this.mediationClient = this.mediation.on(day, false, 0, 0)
    this.freeAll(hours, nightShift(day - 1))
    // Who is in a conference that goes on into the next day is known without that day: it is seated first.
    const crosses = (head: Head) => this.over(head.end) + DOORS > hours.border
    const order = heads.toSorted(
      (a, b) =>
        Number(crosses(b)) - Number(crosses(a)) ||
        a.scheduled - b.scheduled ||
        conferenceLabel(a) - conferenceLabel(b),
    )
    for (const head of order) {
      this.night = crosses(head) ? nightShift(day) : -1
      this.conference.become(rng, conferenceLabel(head))
      this.hold(head)
    }
  }

  /** Nobody is taken yet but the night shift of the day before, as long as anything of that goes on. */
  private freeAll({ start, nightUntil }: CellHours, yesterday: number): void {
    for (const busy of [this.usersBusy, this.partnersBusy, this.callersBusy]) {
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
    this.turn++
    this.latest = head.scheduled - this.start - GAP
    this.hasRoom = cell.guests <= CELL_BLOCK - MOST_GUESTS
    if (!head.series && cell.uris > CELL_BLOCK - MOST_URIS) return
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
    conferences.organizer[at] = head.series ? numberOf(head.series.members[0]!) : numberOf(this.chosen[0]!)
    conferences.uri[at] = this.uriOf(head)
    conferences.modalities[at] = invitation.modalities
    conferences.audio[at] = invitation.audio
    conferences.participants[at] = people
    conferences.to[at] = attendances.count
    randomGuid(draws.become(conference, IDS_STREAM), conferences.instance, at * GUID_WORDS)
  }

  private uriOf({ series, invitation }: Head): number {
    const { cell, division } = this
    if (series) return divisionSeries(division.index) + series.uri
    const number = cellBlock(this.day, division.index) + cell.uris
    cell.uris += urisOf(invitation.modalities)
    return number
  }

  /** Fills `chosen` with who comes, the organizer or a stand-in first; gives how many there are. */
  private choose(): number {
    const { law, head, division, conference, chosen, labels } = this
    const picks = this.picks.become(conference, PICKS_STREAM)
    const { series, invitation, size } = head
    const { audio, isClosed } = invitation
    let organizer: number
    if (series) {
      const code = series.members[0]!
      organizer = this.isUserFree(numberOf(code))
        ? numberOf(code)
        : law.circles.pick(picks, division, numberOf(code), this.isUserFree)
      chosen[0] = codeOf(kindOf(code), organizer)
    } else {
      organizer = division.organizers.draw(picks)
      for (let attempt = 0; attempt < 8 && !this.isUserFree(organizer); attempt++) {
        organizer = division.organizers.draw(picks)
      }
      if (!this.isUserFree(organizer)) organizer = scan(0, division.users, picks.fraction(), this.isUserFree)
      chosen[0] = codeOf(law.origins.dialsIn(picks, audio) ? KIND.userByPhone : KIND.user, organizer)
    }
    if (organizer < 0) return 0
    labels[0] = 0
    this.usersPicked[organizer] = this.turn
    let count = 1
    if (series) count = this.chooseMembers(series.members, size)
    for (let other = OTHERS; count < size; other++) {
      const code = this.stranger(law.origins.draw(picks, audio, isClosed), organizer, other)
      if (code < 0) break
      chosen[count] = code
      labels[count++] = other
    }
    return count
  }

  /** Members by lot, until there are enough of those who are free. */
  private chooseMembers(members: Int32Array, size: number): number {
    const { picks, chosen, labels } = this
    if (members.length > this.lots.length) this.lots = new Int32Array(members.length * 2)
    const { lots } = this
    let left = members.length - 1
    for (let at = 0; at < left; at++) lots[at] = at + 1
    let count = 1
    while (count < size && left > 0) {
      const at = Math.floor(picks.fraction() * left)
      const member = lots[at]!
      lots[at] = lots[--left]!
      const code = members[member]!
      if (!this.take(code)) continue
      chosen[count] = code
      labels[count++] = member
    }
    return count
  }

  /** Marks somebody as one of this conference; false where somebody is elsewhere, or here already. */
  private take(code: number): boolean {
    const number = numberOf(code)
    switch (kindOf(code)) {
      case KIND.guest:
        return this.hasRoom
      case KIND.partner:
        if (!this.isPartnerFree(number)) return false
        this.partnersPicked[number] = this.turn
        return true
      case KIND.caller:
        if (!this.isCallerFree(number)) return false
        this.callersPicked[number] = this.turn
        return true
      default:
        if (!this.isUserFree(number)) return false
        this.usersPicked[number] = this.turn
        return true
    }
  }

  /** Somebody of this kind who is free; a guest where nobody is, and -1 where no guest can come. */
  private stranger(kind: number, organizer: number, label: number): number {
    const { law, picks, division } = this
    const guest = this.hasRoom && !this.head.invitation.isClosed ? codeOf(KIND.guest, label & 0xffff) : -1
    let number = -1
    if (kind === KIND.guest) {
      if (this.hasRoom) return guest
      kind = KIND.caller
    }
    if (kind === KIND.partner) number = scan(0, law.partners, law.popular(picks), this.isPartnerFree)
    else if (kind === KIND.caller) number = scan(0, law.callers, law.popular(picks), this.isCallerFree)
    else number = law.circles.pick(picks, division, organizer, this.isUserFree)
    if (number < 0) return guest
    const code = codeOf(kind, number)
    this.take(code)
    return code
  }

  private readonly isUserFree = (user: number): boolean =>
    this.usersBusy[user]! <= this.latest && this.usersPicked[user] !== this.turn && this.isOnShift(user)

  private readonly isPartnerFree = (partner: number): boolean =>
    this.partnersBusy[partner]! <= this.latest &&
    this.partnersPicked[partner] !== this.turn &&
    this.isOnShift(partner)

  private readonly isCallerFree = (caller: number): boolean =>
    this.callersBusy[caller]! <= this.latest &&
    this.callersPicked[caller] !== this.turn &&
    this.isOnShift(caller)

  private isOnShift(number: number): boolean {
    return this.night < 0 || number % NIGHT_SHIFTS === this.night
  }

  /** When somebody comes and goes, and with what: rows 12 to 19 and 22 to 25. */
  private attend(code: number, isOrganizer: boolean, people: number, role: number): void {
    const { head, person, start } = this
    const { attendances } = this.cell
    const kind = kindOf(code)
    const number = numberOf(code)
    const isByPhone = kind === KIND.caller || kind === KIND.userByPhone
    const busy =
      kind <= KIND.userByPhone ? this.usersBusy : kind === KIND.partner ? this.partnersBusy : this.callersBusy
    const free = kind === KIND.guest ? Number.NEGATIVE_INFINITY : start + busy[number]! + GAP

    this.how = 0
    const setup = Math.min(5 * SECOND, Math.round(1.1 * SECOND * Math.exp(0.5 * standardNormal(person))))
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
    const { person } = this
    const { scheduled, end, held } = this.head
    const { earlyLeave, leaveSpread } = this.law.population
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
      this.leave = end + Math.min(LATEST_LEAVE, Math.round(standardNormal(person) * leaveSpread))
    }
  }

  /** Row 25: how long somebody waits in the lobby. */
  private lobby(isByPhone: boolean): Ticks {
    const { person } = this
    const { phone, other, wait } = this.law.population.lobby
    if (person.fraction() >= (isByPhone ? phone : other)) return 0
    this.how |= HOW.lobby
    return Math.round(wait.median * Math.exp(wait.sigma * standardNormal(person)))
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
    if (kind === KIND.user && this.draws.become(this.places, number).fraction() >= this.remoteChance)
      attendances.isInternal[at] = 1
  }

  /** Rows 12 to 14: ticks from the scheduled start to a join. */
  private arrival(isOrganizer: boolean, people: number): number {
    const { person, head } = this
    const { joinsWithin, soon, late, lateBy, early } = this.law.population
    const lot = person.fraction()
    if (joinsWithin !== null) return Math.round(lot * joinsWithin)
    if (head.held === HELD.onTheSpot) {
      return isOrganizer ? 0 : Math.round(soon.median * Math.exp(soon.sigma * standardNormal(person)))
    }
    if (lot < (people <= 2 ? late.two : people <= 6 ? late.few : late.many)) {
      return MINUTE + 1 + Math.round(lateBy.median * Math.exp(lateBy.sigma * standardNormal(person)))
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
    const device = person.fraction()
    if (kind === KIND.guest) return this.equipGuest(at, device, isScheduled)
    const { traits } = division
    const owner = kind === KIND.partner ? division.users + number : number
    const delay = traits.delay[owner]!
    const isEarlier = traits.isEarlier[owner] === 1
    const webChance = isScheduled ? this.webChance : 0
    let how = isEarlier ? HOW.earlierClient : 0
    let words: number = ENDPOINT.usual
    if (!isEarlier && device < webChance) {
      attendances.client[at] = this.web.on(this.day, false, 0, delay)
      how = HOW.web
      words = ENDPOINT.browser
    } else if (
      !isEarlier &&
      traits.phone[owner] !== PHONE.none &&
      (device - webChance) / (1 - webChance) < this.phoneChance
    ) {
      attendances.client[at] = this.phones[traits.phone[owner]!]!.on(this.day, false, 0, delay)
      how = HOW.mobile
      words = ENDPOINT.phone
    } else {
      attendances.client[at] = this.desktop.on(this.day, isEarlier, traits.behind[owner]!, delay)
    }
    copyGuid(traits.endpoints, owner * ENDPOINT_WORDS + words, attendances.endpoint, at * GUID_WORDS)
    return how
  }

  private equipGuest(at: number, device: number, isScheduled: boolean): number {
    const { person } = this
    const { attendances } = this.cell
    const { clients, builds } = this.law.population
    randomGuid(person, attendances.endpoint, at * GUID_WORDS)
    const lot = person.fraction()
    if (device < clients.earlier) {
      attendances.client[at] = this.desktop.on(this.day, true, Math.floor(lot * builds.length), 0)
      return HOW.earlierClient
    }
    if (isScheduled && device < clients.earlier + clients.web) {
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
    const { person } = this
    const { attendances } = this.cell
    const { population } = this.law
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
      const { median, sigma } = population.rejoinAfter
      const gap = isCut
        ? Math.round(median * Math.exp(sigma * standardNormal(person)))
        : Math.floor((2 + 28 * person.fraction()) * SECOND)
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
    copyGuid(attendances.endpoint, at * GUID_WORDS, attendances.endpoint, next * GUID_WORDS)
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
    const words = owner * ENDPOINT_WORDS + (isUsual ? ENDPOINT.phone : ENDPOINT.usual)
    copyGuid(traits.endpoints, words, attendances.endpoint, at * GUID_WORDS)
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
      const ids = this.draws.become(this.person, at - from)
      const words = at * DIALOG_WORDS
      for (let word = 0; word < DIALOG_WORDS; word++) dialogId[words + word] = ids.bits()
    }
    if (last > this.last) this.last = last
    return last
  }
}

/** Which of `NIGHT_SHIFTS` is in conferences that go on beyond the end of a day: never that of the day before. */
function nightShift(day: Day): number {
  return (NIGHT_SHIFTS / 2) * mod(day, 2)
}

function copyGuid(from: Int32Array, fromAt: number, to: Int32Array, toAt: number): void {
  for (let word = 0; word < GUID_WORDS; word++) to[toAt + word] = from[fromAt + word]!
}
