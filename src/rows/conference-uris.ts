import { conferenceUriId } from '../plan/numbers.ts'
import type { Plan } from '../plan/plan.ts'
import { checksum } from '../schema/dialog-id.ts'
import { uriTypeId } from '../schema/fixed-rows.ts'
import type { Tables } from '../schema/tables.ts'
import { bookkeepingStart } from './bookkeeping.ts'

/** One URI for the focus of each conference and one for each kind of server that it uses; a series keeps its URIs. */
export function conferenceUris(plan: Plan): Tables['ConferenceUris'][] {
  const since = bookkeepingStart(plan.scenario)
  return plan.scenario.conferences.flatMap((conference) => {
    const kinds = (['focus', ...conference.modalities] as const).map((kind) => {
      const uri = plan.conferenceUri(conference, kind)
      return {
        NextUpdateTS: since,
        ConferenceUriId: conferenceUriId(conference, kind),
        ConferenceUri: uri,
        Checksum: checksum(uri),
        UriTypeId: uriTypeId(`conf:${kind}`),
      }
    })
    return kinds.sort((a, b) => a.ConferenceUriId - b.ConferenceUriId)
  })
}
