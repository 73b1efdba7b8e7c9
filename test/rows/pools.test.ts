import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lines } from './tiny.ts'

const test = suite('pools')

test('are those of the scenario in their order', () => {
  assert.equal(lines('Pools'), ['PoolId | PoolFQDN', '1 | pool01.contoso.com', '2 | pool02.contoso.com'])
})

test.run()
