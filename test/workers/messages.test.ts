import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Messages } from '../../src/workers/messages.ts'
import type { Message } from '../../src/workers/worker.ts'

const test = suite('messages of threads')

/** What a part has: of each file, in the order of the tables, its pieces; a part of several days tells no ends of files. */
interface Made {
  readonly pieces: Readonly<Record<string, number>>
  readonly tellsEnds: boolean
}

const files = ['Users', 'Dialogs', 'Registration']
const aPart: fc.Arbitrary<Made> = fc.record({
  pieces: fc.record(Object.fromEntries(files.map((file) => [file, fc.nat(3)]))),
  tellsEnds: fc.boolean(),
})

test('files come in the order of their parts, so do the parts, and no thread waits for ever, however small its belt', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(aPart, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.infiniteStream(fc.nat()),
      async (parts, jobs, room, chance) => {
        const messages = new Messages()
        const laid = new Map<number, number>()
        const told = parts.map((part, number) => newsOf(part, number))
        const found: Record<string, number[]> = Object.fromEntries(files.map((file) => [file, []]))
        const ended: number[] = []
        const taking = (async () => {
          while (messages.ended < parts.length) {
            const message = await messages.next()
            if (message.kind === 'piece') {
              found[message.file]!.push(message.number)
              laid.set(message.thread, laid.get(message.thread)! - 1)
            }
            if (message.kind === 'part')
              for (const [number, days] of messages.endedParts()) {
                assert.is(days.length, number)
                ended.push(number)
              }
          }
        })()
        let begun = 0
        const busy = new Map<number, number>()
        for (;;) {
          const able = Array.from({ length: jobs }, (_, thread) => thread).filter((thread) => {
            const news = told[busy.get(thread) ?? -1]?.[0]
            if (!news) return begun < parts.length
            return news.kind !== 'piece' || (laid.get(thread) ?? 0) < room
          })
          const isDone = begun === parts.length && told.every((news) => news.length === 0)
          if (isDone) break
          assert.ok(able.length > 0, 'all threads wait')
          const thread = able[chance.next().value! % able.length]!
          if (!told[busy.get(thread) ?? -1]?.length) busy.set(thread, begun++)
          const number = busy.get(thread)!
          const news = told[number]!.shift()!
          if (news.kind === 'piece') laid.set(thread, (laid.get(thread) ?? 0) + 1)
          messages.add({ ...news, thread })
          await turn()
        }
        await taking
        assert.equal(ended, [...parts.keys()])
        for (const file of files)
          assert.equal(
            found[file],
            parts.flatMap(({ pieces }, number) => Array(pieces[file]).fill(number)),
          )
      },
    ),
  ))

test('who waits is told that a thread has failed, and so is who asks later', async () => {
  const messages = new Messages()
  const waiting = messages.next()
  messages.fail(new Error('full'))
  messages.fail(new Error('and again'))
  for (const asked of [waiting, messages.next()])
    assert.is(await asked.catch((cause: Error) => cause.message), 'full')
})

/** All that is told of a part, by a thread to be named; it has as many days as its number says. */
function newsOf({ pieces, tellsEnds }: Made, number: number): Message[] {
  const from = { thread: 0, number }
  const day = { counts: {}, wrong: [] }
  const ofFiles = files.flatMap((file) => {
    const piece = { table: 'Users' as const, day: null, rows: 1, bytes: new Uint8Array(1) }
    const laid = { piece, taken: new Int32Array(1) }
    const some: Message[] = Array.from({ length: pieces[file]! }, () => ({
      ...from,
      kind: 'piece',
      file,
      laid,
    }))
    return tellsEnds ? [...some, { ...from, kind: 'file' as const, file }] : some
  })
  return [...ofFiles, { ...from, kind: 'part', days: Array(number).fill(day) }]
}

test.run()
