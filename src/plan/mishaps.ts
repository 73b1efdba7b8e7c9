import { Rng } from '../random/rng.ts'
import { type Anomaly, factsOf } from '../scenario/anomaly.ts'
import type { Conference, Person, Scenario } from '../scenario/scenario.ts'
import { DIALOG_WORDS, DialogId } from '../schema/dialog-id.ts'
import { GUID_WORDS, Guid } from '../schema/guid.ts'
import { type Day, mod, SECOND, type Ticks } from '../time/ticks.ts'
import type { Slice } from './plan.ts'
import type { PopulationSlice } from './population/population-slice.ts'

/** An anomaly where it happens. */
export interface Mishap {
  readonly anomaly: Anomaly
  /** The chance that the place has with this anomaly. */
  readonly rng: Rng
}

/** A conference or a join to which something happens, by what the database knows it. */
export interface Place {
  readonly time: Ticks
  readonly seq: number
  /** Which conference it is, by `ConfInstance`. */
  readonly instance: Guid
  /** Of a join: its dialog, and the address of who joins; null in a population, where it follows from the number. */
  readonly dialogId: DialogId | null
  readonly address: string | null
  /** As the scenario calls it; null in a population. */
  readonly called: { readonly conference: string; readonly day: Day; readonly person: string | null } | null
  /** In the order in which they happen. */
  readonly mishaps: readonly Mishap[]
}

/** Places by the key of the conference, or by that of the dialog of the join. */
export class Places {
  private readonly byTime = new Map<Ticks, Place[]>()

  add(place: Place): void {
    const others = this.byTime.get(place.time)
    if (others) others.push(place)
    else this.byTime.set(place.time, [place])
  }

  at(time: Ticks, seq: number): Place | undefined {
    return this.byTime.get(time)?.find((place) => place.seq === seq)
  }

  get isEmpty(): boolean {
    return this.byTime.size === 0
  }

  *all(): Iterable<Place> {
    for (const places of this.byTime.values()) yield* places
  }
}

/** All that goes wrong on purpose in one slice. */
export interface Mishaps {
  readonly conferences: Places
  readonly joins: Places
  /** The joins by `joinKey`, which rows of conferencing servers have as well. */
  readonly onServers: Map<string, Place>
  /** The conferences to which, or in which, something happens: see `conferenceKey`. */
  readonly touched: Set<string>
}

/** Names a conference in `Mishaps.touched`. */
export function conferenceKey(time: Ticks, seq: number): string {
  return `${time}/${seq}`
}

/** Names a join in `Mishaps.onServers`, by the key of its conference and the session of the user there. */
export function joinKey(time: Ticks, seq: number, userId: number, userInstance: number): string {
  return `${time}/${seq}/${userId}/${userInstance}`
}

/** What both worlds say of a conference. */
interface Where {
  readonly conference: Conference | null
  readonly day: Day
  readonly pool: string
}

/** Decides what goes wrong in a slice. Each place has a stream of its own for each anomaly, named by its GUID or its dialog. */
export class Fate {
  private readonly streams: Streams
  private readonly pools: readonly string[]

  constructor(root: Rng, { anomalies, pools }: Scenario) {
    this.pools = pools
    this.streams = anomalies.map((anomaly) => ({ anomaly, rng: root.fork('anomaly', anomaly.name) }))
  }

  mishaps({ conferences, population }: Slice): Mishaps {
    const found: Mishaps = {
      conferences: new Places(),
      joins: new Places(),
      onServers: new Map(),
      touched: new Set(),
    }
    if (this.streams.length === 0) return found
    for (const instance of conferences) {
      const { conference, day, sessionIdTime, sessionIdSeq, attendances } = instance
      const there = this.ofPlace({ conference, day, pool: conference.pool })
      if (there.length === 0) continue
      const { a, b } = instance.instance
      const whole = happening(there, 'conference', a, b, (anomaly) =>
        suitsConference(anomaly, instance.open, instance.close),
      )
      const base = { instance: instance.instance, called: { conference: conference.id, day, person: null } }
      if (whole.length > 0) {
        const key = { time: sessionIdTime, seq: sessionIdSeq, dialogId: null, address: null }
        found.touched.add(conferenceKey(sessionIdTime, sessionIdSeq))
        found.conferences.add({ ...base, ...key, mishaps: whole })
      }
      const onServers = new Set(instance.servers?.sessions.map(({ attendance }) => attendance))
      for (const attendance of attendances) {
        const { participant, dialogTime, dialogSeq, dialogId, join, leave, userInstance } = attendance
        const { person } = participant.identity
        const own = there.filter(({ anomaly }) => isOf(anomaly, person, userInstance))
        const single = happening(own, 'join', dialogId.c0, dialogId.c1, (anomaly) =>
          suits(anomaly, join, leave, onServers.has(attendance)),
        )
        const mishaps = inOrder(whole, single)
        if (mishaps.length === 0) continue
        found.touched.add(conferenceKey(sessionIdTime, sessionIdSeq))
        const place: Place = {
          ...base,
          time: dialogTime,
          seq: dialogSeq,
          dialogId,
          address: participant.address,
          called: { ...base.called, person: person.id },
          mishaps,
        }
        found.joins.add(place)
        found.onServers.set(joinKey(sessionIdTime, sessionIdSeq, participant.userId, userInstance), place)
      }
    }
    if (population) this.addPopulation(found, population)
    return found
  }

  private addPopulation(found: Mishaps, slice: PopulationSlice): void {
    const { pools } = this
    const { cells, conferences, conferenceSeq, attendances, dialogs, dialogSeq, firsts } = slice
    const sessions = slice.servers?.sessions
    let session = 0
    for (let n = 0; n < conferences.length; n++) {
      const { division, day, conferences: columns } = cells[conferences.cell[n]!]!
      const at = conferences.at[n]!
      const pool = pools[division.index % pools.length]!
      const there = this.ofPlace({ conference: null, day, pool })
      if (there.length === 0) continue
      const words = columns.instance
      const [a, b] = [words[at * GUID_WORDS]!, words[at * GUID_WORDS + 1]!]
      const whole = happening(there, 'conference', a, b, (anomaly) =>
        suitsConference(anomaly, columns.open[at]!, columns.close[at]!),
      )
      const key = { time: columns.sessionIdTime[at]!, seq: conferenceSeq[n]! }
      const base = { called: null, dialogId: null, address: null }
      const instance = () => Guid.of(words, at * GUID_WORDS)
      if (whole.length > 0) {
        found.touched.add(conferenceKey(key.time, key.seq))
        found.conferences.add({ ...base, ...key, instance: instance(), mishaps: whole })
      }
      /** Positions in the cell. */
      const onServers = new Set<number>()
      if (sessions) {
        while (session < sessions.count && sessions.conference[session]! < n) session++
        for (; session < sessions.count && sessions.conference[session] === n; session++)
          onServers.add(sessions.attendance[session]!)
      }
      for (let position = firsts[n]!; position < firsts[n + 1]!; position++) {
        const dialog = attendances[position]!
        const own = cells[dialogs.cell[dialog]!]!.attendances
        const one = dialogs.at[dialog]!
        const [c0, c1] = [own.dialogId[one * DIALOG_WORDS]!, own.dialogId[one * DIALOG_WORDS + 1]!]
        const single = happening(there, 'join', c0, c1, (anomaly) =>
          suits(anomaly, own.join[one]!, own.leave[one]!, onServers.has(one)),
        )
        const mishaps = inOrder(whole, single)
        if (mishaps.length === 0) continue
        found.touched.add(conferenceKey(key.time, key.seq))
        const place: Place = {
          time: own.dialog[one]!,
          seq: dialogSeq[dialog]!,
          instance: instance(),
          dialogId: new DialogId(own.dialogId, one * DIALOG_WORDS),
          address: null,
          called: null,
          mishaps,
        }
        found.joins.add(place)
        found.onServers.set(joinKey(key.time, key.seq, own.userId[one]!, own.userInstance[one]!), place)
      }
    }
  }

  /** The anomalies that can happen in a conference. Nobody of a population has a name in the scenario. */
  private ofPlace({ conference, day, pool }: Where): Streams {
    return this.streams.filter(({ anomaly }) => {
      if (anomaly.conference !== null && anomaly.conference !== conference) return false
      if (conference === null && anomaly.person !== null) return false
      return (anomaly.on ?? day) === day && (anomaly.pool ?? pool) === pool
    })
  }
}

/** Anomalies, each with the stream from which those of its places come. */
type Streams = readonly { readonly anomaly: Anomaly; readonly rng: Rng }[]

/** Those that happen to a conference or a join, which is known by two words of chance. */
function happening(
  streams: Streams,
  of: 'conference' | 'join',
  a: number,
  b: number,
  isPossible: (anomaly: Anomaly) => boolean,
): readonly Mishap[] {
  let mishaps: Mishap[] | undefined
  for (const { anomaly, rng } of streams) {
    if (factsOf(anomaly.kind).of !== of || !isPossible(anomaly)) continue
    const own = child.become(half.become(rng, a), b)
    if (own.fraction() >= anomaly.rate) continue
    mishaps ??= []
    mishaps.push({ anomaly, rng: own.fork('how') })
  }
  return mishaps ?? NONE
}

const [half, child] = [Rng.unnamed(), Rng.unnamed()]
const NONE: readonly Mishap[] = []

function inOrder(one: readonly Mishap[], other: readonly Mishap[]): readonly Mishap[] {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one
  return [...one, ...other].sort((a, b) => a.anomaly.index - b.anomaly.index)
}

function isOf({ person, join }: Anomaly, who: Person, turn: number): boolean {
  return (person ?? who) === who && (join ?? turn) === turn
}

/** Whether an anomaly would change a conference with these times. */
function suitsConference({ kind, zone }: Anomaly, open: Ticks, close: Ticks | null): boolean {
  switch (kind) {
    case 'missing-conference-end':
      return close !== null
    case 'wrong-time-zone':
      return zone.clock(open) !== open
    default:
      return true
  }
}

/** Whether an anomaly would change a join with these times, or the rows that conferencing servers have of it. */
function suits({ kind }: Anomaly, join: Ticks, leave: Ticks | null, isOnServers: boolean): boolean {
  switch (kind) {
    case 'missing-leave':
    case 'leave-before-join':
    case 'zero-length-join':
      return leave !== null
    case 'lost-mcu-rows':
      return isOnServers
    case 'truncated-milliseconds':
      return mod(join, SECOND) !== 0 || (leave !== null && mod(leave, SECOND) !== 0)
    default:
      return true
  }
}
