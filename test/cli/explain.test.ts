import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inFolder } from '../in-folder.ts'
import { SMALL_TEXT } from '../small-scenario.ts'
import { isGolden } from './golden.ts'
import { run } from './run.ts'

const test = suite('rollcall explain')

test('prints explain/conference.txt and explain/user.txt', () =>
  inFolder(async (home) => {
    const scenario = join(home, 'small.yaml')
    writeFileSync(scenario, SMALL_TEXT)
    const printed = async (...words: readonly string[]) => {
      const { code, out, err } = await run(['explain', scenario, ...words])
      assert.equal([code, err], [0, ''])
      return out.replaceAll(`${home}/`, '')
    }
    isGolden('explain/user.txt', await printed('Users', 'UserUri=carol@fabrikam.com'))
    isGolden('explain/conference.txt', await printed('Conferences', '2015-07-14', 'ConferenceUriId=1'))
    const json = JSON.parse(await printed('Users', 'ann.bell@contoso.com', '--json'))
    assert.equal(json.lines, [{ place: 'small.yaml:9', text: 'ann: { name: Ann Bell }' }])
  }))

test('refuses in words, with what is near', () =>
  inFolder(async (home) => {
    const scenario = join(home, 'small.yaml')
    writeFileSync(scenario, SMALL_TEXT)
    const { code, err } = await run(['explain', scenario, 'Users', 'anne.bell@contoso.com'])
    assert.is(code, 1)
    assert.match(err, 'near it are:\n  UserId 1, UserUri ann.bell@contoso.com')
  }))

test.run()
