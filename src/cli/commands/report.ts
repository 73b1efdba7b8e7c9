import { open, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { RollcallError } from '../../errors.ts'
import { intoFile } from '../../files/staging.ts'
import { PAGE_START, report as pageOf } from '../../report/report.ts'
import { EXIT, type Io } from '../io.ts'
import { loadWithText, type ScenarioWords } from '../load-scenario.ts'
import { progress } from '../progress.ts'
import { headline, size } from '../text.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly out: string
  readonly force?: boolean
}

export default async function report(words: Words, io: Io): Promise<number> {
  const { scenario: file, out, force = false } = words
  if (!force && (await isOfOthers(out)))
    throw new RollcallError(
      'ROLLCALL_E_EXISTS',
      `cannot write ${out}: it exists already, and is no page of Rollcall`,
      'Choose another name, or add --force.',
    )
  const { scenario, text } = await loadWithText(file, words, io)
  const shown = progress(io)
  const source = { file: basename(file), text }
  const page = await pageOf(scenario, { source, onProgress: shown.tell }).finally(shown.end)
  await intoFile(out, (staging) => writeFile(staging, page))
  io.stdout.write(`${headline(scenario)}\n${out} written, ${size(Buffer.byteLength(page))}\n`)
  return EXIT.done
}

/** Whether there is something that is not a page of ours. */
async function isOfOthers(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found === null) return false
  if (!found.isFile()) return true
  const file = await open(path)
  try {
    const start = Buffer.alloc(PAGE_START.length)
    await file.read(start, 0, start.length, 0)
    return start.toString('utf8') !== PAGE_START
  } finally {
    await file.close()
  }
}
