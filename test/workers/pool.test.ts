import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { formatWords } from '../../src/generate-files.ts'
import { parseScenario } from '../../src/parse-scenario.ts'
import { encodedInOrder } from '../../src/workers/pool.ts'

const test = suite('threads')

test('what was handed on is forgotten, so that many parts take no more memory than a few', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const scenario = parseScenario(`scenario: threads
seed: 1
start: 2016-03-07
days: 5
population:
  users: 50
`)
  const { start, definition } = scenario
  const words = { definition, format: formatWords(scenario, { format: 'csv' }) }
  const parts = Array.from({ length: 60 }, (_, at) => ({ days: [start + (at % 5)], weight: 1 }))
  const handed: WeakRef<object>[] = []
  let kept = 0
  for await (const made of encodedInOrder(parts, words, 2)) {
    if (made.kind !== 'part') continue
    handed.push(new WeakRef(made.days))
    if (handed.length < parts.length) continue
    await turn()
    collect()
    kept = handed.filter((one) => one.deref() !== undefined).length
  }
  assert.is(handed.length, parts.length)
  assert.ok(kept <= 3, `${kept} of ${handed.length}`)
})

test.run()
