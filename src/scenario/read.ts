import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fileSystemReason, isFileSystemError } from '../errors.ts'
import { placeIn } from './place.ts'
import { type Place, type ProblemCode, ScenarioError } from './problem.ts'

/** Far more than any scenario written by a person or a program needs. */
const MAX_MIB = 8
const MAX_BYTES = MAX_MIB * 1024 * 1024

/** The text of a scenario file, without a byte order mark. Throws a `ScenarioError` for a file that cannot hold a scenario. */
export async function readScenarioText(path: string): Promise<string> {
  const refuse = (code: ProblemCode, message: string, hint: string | null, place: Place | null = null) =>
    new ScenarioError(path, [{ code, path: [], place, message, hint }])
  const tooLarge = (size: string) =>
    refuse(
      'file-too-large',
      `the file has ${size}, and a scenario has ${MAX_MIB} MiB at most`,
      'Is this the right file?',
    )

  let bytes: Buffer
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES) throw tooLarge(`${(size / 1024 / 1024).toFixed(1)} MiB`)
    bytes = await readUpTo(MAX_BYTES + 1, path)
  } catch (cause) {
    if (!isFileSystemError(cause)) throw cause
    if (cause.code === 'ENOENT') {
      throw refuse(
        'file-missing',
        'there is no such file',
        'Check the name and the folder, or run `rollcall init` for a file to start from.',
      )
    }
    throw refuse('file-unreadable', `cannot read the file: ${fileSystemReason(cause)}`, null)
  }
  // A pipe has no size beforehand.
  if (bytes.length > MAX_BYTES) throw tooLarge('more')
  if (bytes.includes(0)) {
    throw refuse(
      'file-binary',
      'the file is not a text in UTF-8: it holds a byte 0',
      'Save it as UTF-8, or name another file.',
    )
  }
  const text = bytes.toString('utf8')
  const encoded = Buffer.from(text)
  if (!encoded.equals(bytes)) {
    const hint = 'The caret shows the first byte that does not fit. Save the file as UTF-8.'
    const sound = bytes.findIndex((byte, at) => byte !== encoded[at])
    const at = text.lastIndexOf('\uFFFD', encoded.subarray(0, sound).toString().length)
    throw refuse('file-binary', 'the file is not a text in UTF-8', hint, placeIn(text, at, at + 1))
  }
  return text.replace(/^\uFEFF/, '')
}

async function readUpTo(length: number, path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { end: length - 1 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}
