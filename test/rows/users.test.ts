import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lines } from './tiny.ts'

const test = suite('users')

test('are numbered by declaration; a guest is another one on each day, with a number of that day', () => {
  assert.equal(lines('Users'), [
    'NextUpdateTS | UserId | UserUri | TenantId | UriTypeId',
    '2015-07-13 00:00:00.000 | 1 | ann.bell@contoso.com | 1 | 0',
    '2015-07-13 00:00:00.000 | 2 | bob@contoso.com | 1 | 0',
    '2015-07-13 00:00:00.000 | 3 | carol@fabrikam.com | 2 | 0',
    '2015-07-13 00:00:00.000 | 5 | +441214960123 | 1 | 1',
    '2015-07-13 00:00:00.000 | 6 | tester@contoso.com | 1 | 0',
    '2015-07-13 00:00:00.000 | 12450001 | ram1gzc0gxtl@anonymous.invalid | 3 | 0',
    '2015-07-13 00:00:00.000 | 12460001 | 97riu4u6mz6s@anonymous.invalid | 3 | 0',
  ])
})

test.run()
