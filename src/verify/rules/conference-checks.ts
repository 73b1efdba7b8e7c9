import { SESSION_KEY } from '../../schema/core-tables.ts'
import { roles, type UriType } from '../../schema/fixed-rows.ts'
import { betweenCheck, type Check, sharedCheck } from './check.ts'

const FOCUS: UriType = 'conf:focus'

/** Rules of what a conference is called, and of its organizer. */
export const conferenceChecks: readonly Check[] = [
  sharedCheck('instance', 'Conferences share both ConferenceUriId and ConfInstance', 'Conferences', [
    'ConferenceUriId',
    'ConfInstance',
  ]),
  betweenCheck({
    rule: 'uri',
    title: 'Conferences have the URI of another organizer',
    table: 'Conferences',
    shows: ['ConferenceUriId', 'OrganizerId'],
    others: {
      named: { table: 'ConferenceUris', on: { ConferenceUriId: 'own.ConferenceUriId' } },
      organizer: { table: 'Users', on: { UserId: 'own.OrganizerId' } },
    },
    // Neither large letters nor blanks at the end make another address.
    wrong: "LOWER(named.{ConferenceUri}) NOT LIKE CONCAT('sip:', LOWER(RTRIM(organizer.{UserUri})), ';%')",
  }),
  betweenCheck({
    rule: 'uri',
    title: 'ConferenceSessionDetails are with a server under another URI than that of the conference',
    table: 'ConferenceSessionDetails',
    shows: ['ConferenceUriId', 'McuConferenceUriId'],
    others: {
      focus: { table: 'ConferenceUris', on: { ConferenceUriId: 'own.ConferenceUriId' } },
      server: { table: 'ConferenceUris', on: { ConferenceUriId: 'own.McuConferenceUriId' } },
      kind: { table: 'UriTypes', on: { UriTypeId: 'server.UriTypeId' } },
    },
    wrong: 'REPLACE(focus.{ConferenceUri}, ?, kind.{UriType}) <> server.{ConferenceUri}',
    values: [FOCUS],
  }),
  // A conference to which neither organizer nor presenters come has nobody who could be one.
  betweenCheck({
    rule: 'role',
    title: 'FocusJoinsAndLeaves have an organizer who is an attendee',
    table: 'FocusJoinsAndLeaves',
    shows: [...SESSION_KEY, 'UserId'],
    others: {
      conference: {
        table: 'Conferences',
        on: {
          SessionIdTime: 'own.SessionIdTime',
          SessionIdSeq: 'own.SessionIdSeq',
          OrganizerId: 'own.UserId',
        },
      },
    },
    wrong: `own.{UserRole} = ${roles.attendee}`,
  }),
]
