import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lines } from './tiny.ts'

const test = suite('client versions')

test('are the known builds in a fixed order, then those that the scenario names; an unknown product has no type', () => {
  const all = lines('ClientVersions')
  assert.is(all.length, 32)
  assert.equal(
    [all[0], all[1], all[12], ...all.slice(-3)],
    [
      'VersionId | Version | ClientType',
      '1 | UCCAPI/4.0.7577.314 OC/4.0.7577.314 | 4',
      '12 | iPhoneLync/5.1.1.44 | 16399',
      '29 | RTCC/5.0.0.0 MediationServer | 1',
      '30 | RTCC/6.0.0.0 MediationServer | 1',
      '31 | Unknown/1.0 | null',
    ],
  )
})

test.run()
