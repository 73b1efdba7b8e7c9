import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Bytes } from '../encoding/bytes.ts'

/** A finished file, as the manifest lists it. */
export interface WrittenFile {
  readonly name: string
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** A file that is written in blocks and hashed on the way. */
export interface FileWriter {
  readonly out: Bytes
  /** Hands what was written so far to the disk. */
  flush(): Promise<void>
  finish(): Promise<WrittenFile>
  /** Lets go of the file without finishing it. */
  abandon(): Promise<void>
}

/** How much is worth handing to the disk at once. */
export const BLOCK = 1 << 16

/** Opens a new file. Throws what the file system says, such as `EEXIST`, `EACCES` or `ENOSPC`. */
export async function fileWriter(path: string): Promise<FileWriter> {
  const file: FileHandle = await open(path, 'wx')
  const out = new Bytes(BLOCK * 2)
  const hash = createHash('sha256')
  let bytes = 0
  const flush = async () => {
    const view = out.view()
    hash.update(view)
    for (let at = 0; at < view.length; ) at += (await file.write(view, at)).bytesWritten
    bytes += view.length
    out.clear()
  }
  return {
    out,
    flush,
    async finish() {
      await flush()
      await file.close()
      return { name: basename(path), bytes, sha256: hash.digest('hex') }
    },
    async abandon() {
      await file.close().catch(() => undefined)
    },
  }
}
