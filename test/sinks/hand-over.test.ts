import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { HandOver } from '../../src/sinks/hand-over.ts'
import { rejects } from '../rejects.ts'

const test = suite('hand-over')

/** Takes all items, each after a turn of the event loop. */
async function taken<T>(items: HandOver<T>, log: string[] = []): Promise<string[]> {
  for await (const item of items) {
    await new Promise((resolve) => setImmediate(resolve))
    log.push(`took ${item}`)
  }
  return log
}

test('who gives waits until the next item is asked for', async () => {
  const items = new HandOver<number>()
  const log: string[] = []
  const all = taken(items, log)
  for (const item of [1, 2, 3]) {
    await items.give(item)
    log.push(`gave ${item}`)
  }
  items.end()
  assert.equal(await all, ['took 1', 'gave 1', 'took 2', 'gave 2', 'took 3', 'gave 3'])
})

test('what was given before somebody asks is not lost', async () => {
  const items = new HandOver<number>()
  const given = items.give(1)
  const all = taken(items)
  await given
  items.end()
  assert.equal(await all, ['took 1'])
})

test('an end without items ends', async () => {
  const [before, after] = [new HandOver<number>(), new HandOver<number>()]
  before.end()
  assert.equal(await taken(before), [])
  const all = taken(after)
  after.end()
  assert.equal(await all, [])
})

test('a failure is told to whoever waits, and to whoever comes later', async () => {
  const items = new HandOver<number>()
  const given = items.give(1)
  items.fail(new Error('broken'))
  await rejects(() => given, /broken/)
  await rejects(() => items.give(2), /broken/)
  assert.equal(await taken(items), [])
})

test.run()
