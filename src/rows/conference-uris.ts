import { conferenceUriId, divisionSeries } from '../plan/numbers.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import type { Company } from '../plan/population/company.ts'
import { HELD } from '../plan/population/law.ts'
import { numberOf } from '../plan/population/participants.ts'
import { conferencesOn } from '../plan/population/population-slice.ts'
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
export function* conferenceUrisOf({ company, scenario }: Plan, slice: Slice): Iterable<readonly Row[]> {
  if (slice.population === null || !company) return
  const since = bookkeepingStart(scenario)
  const { cells } = slice.population
  for (const number of byBlock(cells)) {
    const cell = cells[number]!
    const { division, conferences } = cell
    const rows: Row[] = []
    for (const at of conferencesOn(cell, slice.day)) {
      if (conferences.held[at] === HELD.inSeries) continue
      const organizer = company.directory.user(division.index, conferences.organizer[at]!)
      addUris(rows, company.directory, organizer, conferences.uri[at]!, conferences.modalities[at]!, since)
    }
    if (rows.length > 0) yield rows
  }
}

function ofSeries({ standing, directory }: Company, index: number, since: Ticks): Row[] {
  const { division, timetable } = standing(index)
  const rows: Row[] = []
  for (let at = 0; at < timetable.count; at++) {
    const organizer = directory.user(division.index, numberOf(timetable.organizer(at)))
    const first = divisionSeries(index) + timetable.uri[at]!
    addUris(rows, directory, organizer, first, timetable.modalities[at]!, since)
  }
  return rows
}

/** The focus and each kind of server, numbered one after the other. */
function addUris(
  rows: Row[],
  directory: Company['directory'],
  organizer: string,
  first: number,
  modalities: number,
  since: Ticks,
): void {
  const [before, after] = directory.conferenceUri(organizer, first)
  const sum = checksum(before)
  let number = first
  for (const { word, type } of WORDS[modalities]!)
    rows.push(row(since, number++, before + word + after, checksum(after, checksum(word, sum)), type))
}

const TYPES: ReadonlyMap<string, number> = new Map(
  (['focus', ...MODALITIES] as const).map((word) => [word, uriTypeId(`conf:${word}`)]),
)

/** The word for the focus and for each kind of server in a mask of modalities, with its type. */
const WORDS = Array.from({ length: 1 << MODALITIES.length }, (_, mask) => {
  const words = ['focus', ...MODALITIES.filter((_, at) => (mask >> at) & 1)]
  return words.map((word) => ({ word, type: TYPES.get(word)! }))
})

function row(
  NextUpdateTS: Ticks,
  ConferenceUriId: number,
  ConferenceUri: string,
  Checksum: number,
  UriTypeId: number,
): Row {
  return { NextUpdateTS, ConferenceUriId, ConferenceUri, Checksum, UriTypeId }
}
