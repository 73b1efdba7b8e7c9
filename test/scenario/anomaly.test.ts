import { readFileSync, writeFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ANOMALY_KINDS, factsOf } from '../../src/scenario/anomaly.ts'

const test = suite('kinds of anomalies')
const guide = new URL('../../docs/qa.md', import.meta.url)

test('stand in the guide for QA with what is known of them', () => {
  const lines = ANOMALY_KINDS.map((kind) => {
    const { effect, is, rule, foundWhere } = factsOf(kind)
    const found = rule === null ? 'no' : `\`${rule}\`${foundWhere === undefined ? '' : `: ${foundWhere}`}`
    return `| \`${kind}\` | ${effect} | ${is.replace(/\.$/, '')} | ${found} |\n`
  })
  const text = readFileSync(guide, 'utf8')
  const shown = text.replace(/(?<=\n\| kind \| .*\n\| --- .*\n)(?:\|.*\n)*/, lines.join(''))
  if (process.env.UPDATE_README) writeFileSync(guide, shown)
  else assert.is(text, shown, 'UPDATE_README=1 npm test writes what is known now')
  for (const line of lines) assert.match(shown, line)
})

test.run()
