import { joinKinds, kindOf } from './connectivity.ts'
import { held, type QueryWords, queryOf, scope, sessions, started } from './query.ts'

export const conferenceDetail = queryOf([scope, held, started, sessions], (words) => {
  const { spelling } = words
  return `SELECT x.ConferenceUri AS conference_uri,
  ${spelling.guidText('c.ConfInstance')} AS conf_instance,
  p.PoolFQDN AS pool,
  o.UserUri AS organizer,
  ${spelling.momentText('c.ConferenceStartTime')} AS conference_start,
  ${spelling.momentText('c.ConferenceEndTime')} AS conference_end,
  u.UserUri AS user_uri,
  r.Role AS role,
  CASE WHEN s.UserId IS NOT NULL THEN
    ${kindOf(words, 's.IsUserInternal')}
  END AS connectivity,
  ${spelling.momentText('s.UserJoinTime')} AS user_join,
  ${spelling.momentText('s.UserLeaveTime')} AS user_leave,
  v.Version AS client_version
FROM started AS c
  JOIN ConferenceUris AS x ON x.ConferenceUriId = c.ConferenceUriId
  LEFT JOIN Pools AS p ON p.PoolId = c.PoolId
  LEFT JOIN Users AS o ON o.UserId = c.OrganizerId
  LEFT JOIN sessions AS s ON s.SessionIdTime = c.SessionIdTime AND s.SessionIdSeq = c.SessionIdSeq
  ${joinKinds('s')}
  LEFT JOIN Roles AS r ON r.RoleId = s.UserRole
WHERE ${isAskedFor(words)}
ORDER BY c.ConferenceStartTime, c.ConfInstance, s.UserJoinTime, u.UserUri`
})

/** Whether `c` of Conferences with the URI `x` is a conference that details are wanted of. */
export function isAskedFor({ spelling, conferences }: QueryWords): string {
  const list = conferences.map((name) => spelling.text(name)).join(', ')
  const instances = conferences.filter((name) => GUID.test(name)).map((name) => spelling.text(name))
  const isInstance = instances.length > 0 ? ` OR c.ConfInstance IN (${instances.join(', ')})` : ''
  return `x.ConferenceUri IN (${list || spelling.text('')})${isInstance}`
}

const GUID = /^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/
