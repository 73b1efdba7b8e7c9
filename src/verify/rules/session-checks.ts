import { SESSION_KEY } from '../../schema/core-tables.ts'
import { uriTypeId } from '../../schema/fixed-rows.ts'
import type { TableName } from '../../schema/tables.ts'
import { betweenCheck, type Check } from './check.ts'

/** Response codes from here on are failures. */
const FAILED = 400

/** `ClientVersions.ClientType` of telephones, which come through neither an Edge Server nor the network inside. */
const MEDIATION_SERVER = 1

const SESSION = { SessionIdTime: 'own.SessionIdTime', SessionIdSeq: 'own.SessionIdSeq' }

/** Finds joins whose session, `session` in SQL, says otherwise. A session that is lost says nothing. */
function sessionCheck(
  rule: 'session' | 'route',
  title: string,
  table: 'FocusJoinsAndLeaves' | 'McuJoinsAndLeaves',
  wrong: string,
  values: readonly boolean[] = [],
): Check {
  const on = { SessionIdTime: 'own.DialogSessionIdTime', SessionIdSeq: 'own.DialogSessionIdSeq' }
  const others = { session: { table: 'ConferenceSessionDetails', on } } as const
  return betweenCheck({ rule, title, table, shows: ['UserId'], others, wrong, values })
}

/** Finds rows of the internal network that came through an Edge Server, or rows from outside that did not. */
function edgeCheck(table: TableName, internal: string, isInternal: boolean): Check {
  const shows = [...SESSION_KEY, internal, 'EdgeServerId']
  return {
    rule: 'route',
    title: isInternal
      ? `${table} are of the internal network and have an Edge Server`
      : `${table} are from outside and have no Edge Server`,
    reads: { [table]: shows },
    shows,
    table,
    broken: ({ dialect: { identifier }, readable }) => {
      const [network, edge] = [readable(identifier(internal), 'bit'), identifier('EdgeServerId')]
      return isInternal ? `${network} = 1 AND ${edge} IS NOT NULL` : `${network} = 0 AND ${edge} IS NULL`
    },
  }
}

/** Finds rows of a table that break a rule by themselves; `wrong` names columns in braces. */
function rowCheck(
  rule: 'route' | 'failure',
  title: string,
  table: TableName,
  shows: readonly string[],
  wrong: string,
): Check {
  return {
    rule,
    title,
    reads: { [table]: [...SESSION_KEY, ...shows] },
    shows: [...SESSION_KEY, ...shows],
    table,
    broken: ({ dialect }) => wrong.replace(/\{(\w+)\}/g, (_, column: string) => dialect.identifier(column)),
  }
}

/** Rules of sessions: whose they are, the way that they came, and why they failed. */
export const sessionChecks: readonly Check[] = [
  sessionCheck(
    'session',
    'FocusJoinsAndLeaves have a session of another user, with a conferencing server, or that failed',
    'FocusJoinsAndLeaves',
    `own.{UserId} <> session.{UserId} OR session.{McuConferenceUriId} IS NOT NULL OR session.{ResponseCode} >= ${FAILED}`,
  ),
  sessionCheck(
    'session',
    'FocusJoinsAndLeaves have another endpoint, client or network than their session',
    'FocusJoinsAndLeaves',
    [
      'own.{UserEndpointId} <> session.{UserEndpointId}',
      'own.{ClientVerId} <> session.{UserClientVersionId}',
      'own.{IsUserInternal} <> session.{IsUserInternal}',
    ].join(' OR '),
  ),
  sessionCheck(
    'session',
    'McuJoinsAndLeaves have a session of another user, or that failed',
    'McuJoinsAndLeaves',
    `own.{UserId} <> session.{UserId} OR session.{ResponseCode} >= ${FAILED}`,
  ),
  edgeCheck('ConferenceSessionDetails', 'IsUserInternal', true),
  edgeCheck('Registration', 'IsInternal', true),
  edgeCheck('Registration', 'IsInternal', false),
  betweenCheck({
    rule: 'route',
    title: 'ConferenceSessionDetails are from outside, of no telephone, and have no Edge Server',
    table: 'ConferenceSessionDetails',
    shows: ['UserId'],
    others: {
      person: { table: 'Users', on: { UserId: 'own.UserId' } },
      client: { table: 'ClientVersions', on: { VersionId: 'own.UserClientVersionId' } },
    },
    wrong: `own.{IsUserInternal} = ? AND own.{EdgeServerId} IS NULL AND person.{UriTypeId} <> ${uriTypeId('PhoneUri')} AND client.{ClientType} <> ${MEDIATION_SERVER}`,
    values: [false],
  }),
  rowCheck(
    'route',
    'ConferenceSessionDetails have a gateway without a Mediation Server, or the other way round',
    'ConferenceSessionDetails',
    ['GatewayId', 'MediationServerId'],
    '({GatewayId} IS NULL AND {MediationServerId} IS NOT NULL OR {GatewayId} IS NOT NULL AND {MediationServerId} IS NULL)',
  ),
  sessionCheck(
    'route',
    'McuJoinsAndLeaves are from the PSTN, and their session has no gateway',
    'McuJoinsAndLeaves',
    'own.{IsFromPstn} = ? AND session.{GatewayId} IS NULL',
    [true],
  ),
  rowCheck(
    'failure',
    'ConferenceSessionDetails failed without a DiagnosticId',
    'ConferenceSessionDetails',
    ['ResponseCode', 'DiagnosticId'],
    `{ResponseCode} >= ${FAILED} AND {DiagnosticId} IS NULL`,
  ),
  betweenCheck({
    rule: 'failure',
    title: 'ConferenceSessionDetails failed, and no ErrorReport tells of it',
    table: 'ConferenceSessionDetails',
    shows: ['ResponseCode'],
    others: { report: { table: 'ErrorReport', on: SESSION, isOptional: true } },
    wrong: `own.{ResponseCode} >= ${FAILED} AND report.{SessionIdTime} IS NULL`,
  }),
  betweenCheck({
    rule: 'failure',
    title: 'ErrorReport tells another failure than its session',
    table: 'ErrorReport',
    shows: SESSION_KEY,
    others: {
      error: { table: 'ErrorDef', on: { ErrorId: 'own.ErrorId' } },
      session: { table: 'ConferenceSessionDetails', on: SESSION },
    },
    wrong:
      'error.{ResponseCode} <> session.{ResponseCode} OR error.{MsDiagId} <> session.{DiagnosticId} OR session.{DiagnosticId} IS NULL',
  }),
]
