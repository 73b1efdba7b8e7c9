import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lines } from './tiny.ts'

const test = suite('conferences')

test('are one row for each instance, by the time of the request; one that goes on has no end', () => {
  assert.equal(lines('Conferences'), [
    'SessionIdTime | SessionIdSeq | ConferenceUriId | ConfInstance | ConferenceStartTime | ConferenceEndTime | PoolId | OrganizerId | Flag | Processed | LastModifiedTime',
    '2015-07-13 22:54:59.000 | 1 | 1 | 582B09A3-57B4-49A4-9567-931CD39F4792 | 2015-07-13 22:55:00.000 | 2015-07-14 01:00:00.000 | 1 | 1 | 0 | true | 2015-07-14 01:00:00.000',
    '2015-07-13 22:54:59.000 | 2 | 6 | CCF65217-73B9-4AD8-B007-1D797EFD4302 | 2015-07-13 22:57:00.000 | 2015-07-14 00:00:00.000 | 2 | 6 | 0 | true | 2015-07-14 00:00:00.000',
    '2015-07-14 22:54:59.000 | 1 | 1 | CEBE27AF-D278-45D6-B8DC-66D910A38A8A | 2015-07-14 22:55:00.000 | null | 1 | 1 | 0 | false | 2015-07-14 22:55:00.000',
  ])
})

test.run()
