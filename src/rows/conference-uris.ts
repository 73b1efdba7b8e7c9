import { conferenceUriId, divisionSeries } from '../plan/numbers.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import type { Cell } from '../plan/population/cell.ts'
import type { Company } from '../plan/population/company.ts'
import { uriWords } from '../plan/population/directory.ts'
import { HELD } from '../plan/population/law.ts'
import { numberOf } from '../plan/population/participants.ts'
import { MODALITIES } from '../scenario/file.ts'
import { checksum } from '../schema/dialog-id.ts'
import { uriTypeId } from '../schema/fixed-rows.ts'
import type { Tables } from '../schema/tables.ts'
import type { Ticks } from '../time/ticks.ts'
import { bookkeepingStart } from './bookkeeping.ts'
import { byBlock } from './by-block.ts'

type Row = Tables['ConferenceUris']

/**
 * The URIs that belong to no day: those of named conferences and of the population's series. One for the focus of each
 * conference and one for each kind of server that it uses; a series keeps its URIs.
 */
export function* conferenceUris(plan: Plan): Iterable<readonly Row[]> {
  const since = bookkeepingStart(plan.scenario)
  yield plan.scenario.conferences.flatMap((conference) => {
    const kinds = (['focus', ...conference.modalities] as const).map((kind) => {
      const uri = plan.conferenceUri(conference, kind)
      return row(since, conferenceUriId(conference, kind), uri, checksum(uri), TYPES.get(kind)!)
    })
    return kinds.sort((a, b) => a.ConferenceUriId - b.ConferenceUriId)
  })
  if (plan.company)
    for (let at = 0; at < plan.company.divisions; at++) yield ofSeries(plan.company, at, since)
}

/** The URIs of the conferences of a slice that are held once, by number. */
export function* conferenceUrisOf(plan: Plan, slice: Slice): Iterable<readonly Row[]> {
  const { company, scenario } = plan
  if (slice.population === null || !company) return
  const since = bookkeepingStart(scenario)
  const { cells, conferences } = slice.population
  const byCell = cells.map((): number[] => [])
  for (let n = 0; n < conferences.length; n++) {
    const at = conferences.at[n]!
    if (cells[conferences.cell[n]!]!.conferences.held[at] !== HELD.inSeries)
      byCell[conferences.cell[n]!]!.push(at)
  }
  for (const number of byBlock(cells)) {
    const own = byCell[number]!
    if (own.length > 0)
      yield own.sort((a, b) => a - b).flatMap((at) => ofConference(company, cells[number]!, at, since))
  }
}

function ofSeries({ standing, directory }: Company, index: number, since: Ticks): Row[] {
  const { division, timetable } = standing(index)
  return timetable.series.flatMap(({ members, modalities, uri }) => {
    const organizer = directory.user(division.index, numberOf(members[0]!))
    return uris(directory, organizer, divisionSeries(index) + uri, modalities, since)
  })
}

function ofConference(
  { directory }: Company,
  { division, conferences }: Cell,
  at: number,
  since: Ticks,
): Row[] {
  const organizer = directory.user(division.index, conferences.organizer[at]!)
  return uris(directory, organizer, conferences.uri[at]!, conferences.modalities[at]!, since)
}

/** The focus and each kind of server, numbered one after the other. */
function uris(
  directory: Company['directory'],
  organizer: string,
  first: number,
  modalities: number,
  since: Ticks,
): Row[] {
  const [before, after] = directory.conferenceUri(organizer, first)
  const sum = checksum(before)
  return uriWords(modalities).map((word, at) => {
    const end = word + after
    return row(since, first + at, before + end, checksum(end, sum), TYPES.get(word)!)
  })
}

const TYPES: ReadonlyMap<string, number> = new Map(
  (['focus', ...MODALITIES] as const).map((word) => [word, uriTypeId(`conf:${word}`)]),
)

function row(
  NextUpdateTS: Ticks,
  ConferenceUriId: number,
  ConferenceUri: string,
  Checksum: number,
  UriTypeId: number,
): Row {
  return { NextUpdateTS, ConferenceUriId, ConferenceUri, Checksum, UriTypeId }
}
