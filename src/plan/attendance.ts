import { erlang } from '../random/erlang.ts'
import { logNormal } from '../random/log-normal.ts'
import { normal } from '../random/normal.ts'
import type { Rng } from '../random/rng.ts'
import type { Role } from '../scenario/file.ts'
import type { Behavior, Spread } from '../scenario/scenario.ts'
import { MINUTE, SECOND, type Ticks, ticksFromSeconds } from '../time/ticks.ts'
import type { Head } from './head.ts'
import type { Endpoint, Identity } from './identity.ts'
import type { Invited } from './invitations.ts'
import type { Limits, Session } from './session.ts'
import { setupTime } from './setup-time.ts'

/** A drawn session is at least this long, unless the conference itself is shorter. */
const SHORTEST: Ticks = 5 * SECOND

/**
 * When somebody comes and goes of whom the scenario says nothing exact; empty for somebody who does not come.
 * `mustCome` is for the one without whom there would be no presenter.
 *
 * Each decision has its own stream below `rng`. The laws are the rows of conference-realism table 3.
 */
export function naturalSessions(
  rng: Rng,
  { identity, role, isOrganizer, isInvited }: Invited,
  head: Head,
  mustCome: boolean,
): readonly Session[] {
  const { behavior } = head.occurrence.conference
  const comes = mustCome || isOrganizer || (isInvited && rng.fork('attend').chance(behavior.attendance))
  if (!comes) return []
  const first = firstSession(rng, identity, role, isOrganizer, head)
  const second = secondDevice(rng.fork('second device'), identity, first, head, behavior)
  const parts = interruptions(rng, identity, first, behavior, second === null)
  return second ? [...parts, second] : parts
}

function firstSession(rng: Rng, identity: Identity, role: Role, isOrganizer: boolean, head: Head): Session {
  const { behavior } = head.occurrence.conference
  const setup = setupTime(rng.fork('setup'))
  let join = arrival(rng.fork('join'), isOrganizer, head, setup)
  let leave: Ticks | null = null

  const partial = rng.fork('partial')
  if (!isOrganizer && partial.chance(behavior.partial)) {
    // Row 15: present for a random part only; not whoever holds the conference.
    const start = Math.min(Math.max(head.drawn.open, head.occurrence.scheduled), head.drawn.end)
    const [one, other] = [partial.int(start, head.drawn.end), partial.int(start, head.drawn.end)]
    join = Math.max(Math.min(one, other), head.drawn.open + setup)
    leave = Math.max(one, other)
  } else {
    leave = departure(rng.fork('leave'), join, head, behavior)
  }

  let dialog = join - setup
  const lobby = rng.fork('lobby')
  if (!isOrganizer && lobby.chance(identity.kind === 'pstn' ? behavior.lobby.phone : behavior.lobby.other)) {
    // Row 25: the wait lies between the INVITE and the join.
    join += ticksFromSeconds(logNormal(lobby, 30, 0.8))
  }
  join = Math.min(join, Math.max(head.drawn.open, head.drawn.end - SHORTEST))
  dialog = Math.max(head.drawn.open, Math.min(dialog, join))
  const endpoint = identity.endpoints[0] as Endpoint
  const stays = leave === null
  return {
    part: 0,
    endpoint,
    role,
    dialog,
    join,
    leave: fit(leave ?? head.drawn.close, join, head.drawn),
    stays,
    isCut: false,
    exact: null,
  }
}

/**
 * Rows 12 to 14: when somebody joins. The share of the late is that of all sizes together, because a share by size would
 * let one more guest move the others. Whoever comes before the conference opens waits and comes in just after.
 */
function arrival(rng: Rng, isOrganizer: boolean, head: Head, setup: Ticks): Ticks {
  const { conference, scheduled } = head.occurrence
  const { behavior } = conference
  const soon = () =>
    head.drawn.open + setup + (isOrganizer ? 0 : ticksFromSeconds(logNormal(rng.fork('soon'), 25, 1)))
  if (conference.kind === 'meet-now') return soon()
  const threshold = Math.min(MINUTE, behavior.early)
  const isLate = rng.chance(behavior.late)
  const offset = isLate
    ? MINUTE + spread(rng, behavior.lateBy)
    : threshold - Math.min(15 * MINUTE + threshold, Math.round(erlang(rng, 2, behavior.early)))
  const join = scheduled + Math.min(offset, Math.round(0.9 * (head.drawn.end - scheduled)))
  return join < head.drawn.open + setup ? soon() : join
}

/** Rows 16 and 17: early, or with everybody else at about the end; null for the end of a conference that goes on. */
function departure(rng: Rng, join: Ticks, head: Head, behavior: Behavior): Ticks | null {
  const minutes = (head.drawn.end - head.occurrence.scheduled) / MINUTE
  const { short, medium, long } = behavior.earlyLeave
  if (rng.chance(minutes <= 30 ? short : minutes <= 60 ? medium : long)) {
    return join + Math.round(Math.sqrt(rng.unit()) * (head.drawn.end - join)) // Beta(2, 1) of the time that is left
  }
  return head.drawn.isRunning ? null : head.drawn.end + Math.round(normal(rng, 0, behavior.leaveSpread))
}

/** Row 18: cuts with or without a return, and changes to another device. Gives the parts in order of time. */
function interruptions(
  rng: Rng,
  identity: Identity,
  whole: Session,
  behavior: Behavior,
  mayChange: boolean,
): readonly Session[] {
  const parts: Session[] = []
  let rest = whole
  for (let turn = 0; ; turn++) {
    const until = rest.leave
    const own = rng.fork('part', turn)
    const isCut = own.chance(behavior.drop)
    const other = identity.endpoints.find((endpoint) => endpoint !== rest.endpoint)
    const isChange = !isCut && mayChange && other !== undefined && own.chance(behavior.changeDevice)
    if (!(isCut || isChange) || until - rest.join < 2 * SHORTEST) break
    const cut = own.int(rest.join + SHORTEST, until - SHORTEST)
    parts.push({ ...rest, leave: cut, stays: false, isCut })
    if (isCut && !own.chance(behavior.rejoin)) return parts
    const gap = isCut ? spread(own, behavior.rejoinAfter) : own.int(2 * SECOND, 30 * SECOND)
    const join = cut + 1 + gap + setupTime(own)
    if (join > until - SHORTEST) return parts
    const dialog = Math.max(cut + 1, join - setupTime(own.fork('setup')))
    rest = { ...rest, part: turn + 1, endpoint: isChange ? (other as Endpoint) : rest.endpoint, dialog, join }
  }
  return [...parts, rest]
}

/** Row 19: somebody with an account here who is there on two devices for half of the time or more. */
function secondDevice(
  rng: Rng,
  identity: Identity,
  first: Session,
  head: Head,
  behavior: Behavior,
): Session | null {
  const endpoint = identity.endpoints[1]
  if (!endpoint || identity.kind === 'anonymous' || !rng.chance(behavior.secondDevice)) return null
  const from = first.join
  const length = first.leave - from
  const overlap = Math.round(length * (0.5 + rng.unit() / 2))
  const dialog = from + rng.int(0, length - overlap)
  const join = dialog + setupTime(rng)
  if (join >= dialog + overlap) return null
  const leave = fit(dialog + overlap, join, head.drawn)
  return { ...first, part: 'second device', endpoint, dialog, join, leave, stays: false }
}

function spread(rng: Rng, { median, sigma }: Spread): Ticks {
  return Math.round(logNormal(rng, median, sigma))
}

/** A drawn leave, moved to where it can be: some seconds after the join, and not after the close. */
function fit(leave: Ticks, join: Ticks, { close }: Limits): Ticks {
  return Math.max(join + 1, Math.min(Math.max(leave, join + SHORTEST), close))
}
