import type { Slice } from '../plan/plan.ts'
import { roles } from '../schema/fixed-rows.ts'
import type { Tables } from '../schema/tables.ts'

/** One row for each attendance: somebody who drops out and comes back has two. By the key of the table. */
export function focusJoinsAndLeaves(slice: Slice): Tables['FocusJoinsAndLeaves'][] {
  return slice.conferences.flatMap(({ sessionIdTime, sessionIdSeq, attendances }) =>
    attendances.map(
      ({ participant, role, dialogTime, dialogSeq, join, leave, userInstance, client, endpointId }) => ({
        SessionIdTime: sessionIdTime,
        SessionIdSeq: sessionIdSeq,
        DialogSessionIdTime: dialogTime,
        DialogSessionIdSeq: dialogSeq,
        UserId: participant.userId,
        FocusUserInstance: userInstance,
        IsUserInternal: participant.identity.kind === 'internal',
        UserRole: roles[role],
        UserJoinTime: join,
        UserLeaveTime: leave,
        ClientVerId: client.id,
        UserEndpointId: endpointId,
        LastModifiedTime: leave ?? join,
      }),
    ),
  )
}
