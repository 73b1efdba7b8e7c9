import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makePlan } from '../src/plan/make-plan.ts'
import { galleryNames, galleryScenario, galleryText, keyFigures, README_LINE, SCENARIOS } from './gallery.ts'

const test = suite('gallery')
const MODELINE = '# yaml-language-server: $schema=../dist/scenario.schema.json'

test('is listed in its README, each scenario once', () => {
  const readme = readFileSync(`${SCENARIOS}README.md`, 'utf8')
  const listed = [...readme.matchAll(README_LINE)]
  assert.equal([...listed.map(([, name]) => name)].sort(), galleryNames())
  for (const [, name, file, shows] of listed) {
    assert.is(file, name)
    assert.match(shows as string, /^[A-Z0-9`].*[^.]$/)
  }
})

test('says in its README the figures that reports must show', () => {
  const readme = readFileSync(`${SCENARIOS}README.md`, 'utf8')
  for (const [, name, , , figures] of readme.matchAll(README_LINE))
    assert.is(figures, keyFigures(name as string), `${name}: npm run fixtures writes them anew`)
})

for (const name of galleryNames()) {
  test(`${name} opens with a comment of three to six lines and bears the name of its file`, () => {
    const [first, ...lines] = galleryText(name).split('\n')
    assert.is(first, MODELINE)
    const comment = lines.slice(
      0,
      lines.findIndex((line) => !line.startsWith('#')),
    )
    assert.ok(comment.length >= 3 && comment.length <= 6, `${comment.length} lines`)
    assert.match(comment.at(-1) as string, /\.$/)
    assert.is(lines[comment.length], `scenario: ${name}`)
    assert.is(galleryScenario(name).id, name)
    assert.is.not(galleryScenario(name).description, '')
  })

  test(`${name} has only domains and telephone numbers that belong to nobody`, () => {
    const { identities } = makePlan(galleryScenario(name))
    for (const { kind, address } of identities) {
      if (address === null) continue
      // 0121 496 0xxx is set aside for fiction, and lines of exchange 555 are given to nobody but directory assistance.
      const isFictional =
        kind === 'pstn'
          ? /^\+(441214960\d{3}|1\d{3}555(01\d\d|[2-9]\d{3}))$/
          : /@([\w-]+\.)*(contoso|fabrikam|litwareinc)\.com$/
      assert.match(address, isFictional)
    }
  })
}

test.run()
