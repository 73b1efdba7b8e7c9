import { AUDIO_VIDEO } from '../plan/servers/server-law.ts'
import { MODALITIES } from '../scenario/file.ts'
import type { Part } from './query.ts'

/** The sessions of the conferences on conferencing servers, each with the kind of the server, and what of them lies in the period. */
export const onServers: Part = ({ spelling }) => {
  const begins = spelling.later('m.UserJoinTime', 'scope.from_time')
  const ends = spelling.earlier('m.UserLeaveTime', 'scope.to_time')
  return `on_servers AS (
  SELECT h.SessionIdTime, h.SessionIdSeq, h.ConfInstance, h.PoolId, h.ConferenceStartTime, k.UriType AS server,
    m.UserId, CASE WHEN ${spelling.isTrue('m.IsFromPstn')} THEN 1 ELSE 0 END AS is_pstn, m.UserJoinTime, m.UserLeaveTime,
    COALESCE(m.UserLeaveTime, h.ConferenceEndTime, scope.to_time) AS session_end,
    CASE WHEN m.UserJoinTime >= scope.from_time AND m.UserJoinTime < scope.to_time THEN 1 ELSE 0 END AS joins,
    CASE WHEN m.UserLeaveTime > scope.from_time AND m.UserJoinTime < scope.to_time
      THEN ${spelling.milliseconds(begins, ends)}
      ELSE 0
    END AS session_ms
  FROM held AS h
  CROSS JOIN scope
  JOIN McuJoinsAndLeaves AS m ON m.SessionIdTime = h.SessionIdTime AND m.SessionIdSeq = h.SessionIdSeq
  JOIN Mcus AS s ON s.McuId = m.McuId
  JOIN UriTypes AS k ON k.UriTypeId = s.McuTypeId
)`
}

/** Those on the server for audio and video. */
export const av: Part = () => `av AS (
  SELECT *
  FROM on_servers
  WHERE server = 'conf:${MODALITIES[AUDIO_VIDEO]}'
)`
