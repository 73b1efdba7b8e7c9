import { isAskedFor } from './conference-detail.ts'
import { held, queryOf, scope, started } from './query.ts'
import { onServers } from './server-sessions.ts'

export const conferenceModalities = queryOf([scope, held, started, onServers], (words) => {
  const { spelling } = words
  return `SELECT ${spelling.guidText('c.ConfInstance')} AS conf_instance,
  u.UserUri AS user_uri,
  m.server,
  ${spelling.momentText('m.UserJoinTime')} AS user_join,
  ${spelling.momentText('m.UserLeaveTime')} AS user_leave
FROM started AS c
  JOIN ConferenceUris AS x ON x.ConferenceUriId = c.ConferenceUriId
  JOIN on_servers AS m ON m.SessionIdTime = c.SessionIdTime AND m.SessionIdSeq = c.SessionIdSeq
  JOIN Users AS u ON u.UserId = m.UserId
WHERE ${isAskedFor(words)}
ORDER BY c.ConfInstance, m.UserJoinTime, u.UserUri, m.server`
})
