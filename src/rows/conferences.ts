import { conferenceUriId, userIdOf } from '../plan/numbers.ts'
import type { Plan, Slice } from '../plan/plan.ts'
import type { Tables } from '../schema/tables.ts'

/** One row for each conference instance of a slice. */
export function conferences(plan: Plan, slice: Slice): Tables['Conferences'][] {
  const { pools } = plan.scenario
  return slice.conferences.map(({ conference, sessionIdTime, sessionIdSeq, instance, open, close }) => ({
    SessionIdTime: sessionIdTime,
    SessionIdSeq: sessionIdSeq,
    ConferenceUriId: conferenceUriId(conference, 'focus'),
    ConfInstance: instance,
    ConferenceStartTime: open,
    ConferenceEndTime: close,
    PoolId: pools.indexOf(conference.pool) + 1,
    OrganizerId: userIdOf(conference.organizer),
    Flag: 0,
    // Internal state of the Monitoring service; 1 after a conference has been summed up is the likely reading.
    Processed: close !== null,
    LastModifiedTime: close ?? open,
  }))
}
