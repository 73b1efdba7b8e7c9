import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
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
  /** Where to write next: another block after each `flush`. */
  readonly out: Bytes
  /** Hands what was written so far to the disk, and resolves when there is a block to go on with. */
  flush(): Promise<void>
  /** Puts bytes behind what was written so far; when it resolves, they are the caller's again. */
  append(bytes: Uint8Array): Promise<void>
  finish(): Promise<WrittenFile>
  /** Lets go of the file without finishing it. */
  abandon(): Promise<void>
}

/** How much is worth handing to the disk at once: more would have left the cache of a core before it is hashed and copied. */
export const BLOCK = 1 << 18
/** Less than this is copied and goes with what follows. */
const SMALL = BLOCK >> 2

/**
 * Opens a new file, by its name below a folder. Throws what the file system says, such as `EEXIST`, `EACCES` or `ENOSPC`.
 * The disk takes one block while the next is filled.
 */
export async function fileWriter(folder: string, name: string): Promise<FileWriter> {
  const file: FileHandle = await open(join(folder, name), 'wx')
  const hash = createHash('sha256')
  let out = new Bytes(1 << 12)
  let spare = new Bytes(1 << 12)
  let bytes = 0
  let pending: Promise<void> = Promise.resolve()
  const write = async (block: Uint8Array) => {
    for (let at = 0; at < block.length; ) at += (await file.write(block, at)).bytesWritten
  }
  const put = async (block: Uint8Array) => {
    await pending
    bytes += block.length
    pending = write(block)
    pending.catch(() => undefined) // whoever awaits it next is told
    hash.update(block)
  }
  const flush = async () => {
    if (out.length === 0) return
    await put(out.view())
    ;[out, spare] = [spare, out]
    out.clear()
  }
  return {
    get out() {
      return out
    },
    flush,
    async append(block) {
      if (block.length < SMALL) {
        out.raw(block)
        if (out.length >= BLOCK) await flush()
        return
      }
      await flush()
      await pending
      bytes += block.length
      // Whoever appends has other threads at work on all cores, so nothing is won by waiting for one more.
      for (let at = 0; at < block.length; at += BLOCK) {
        const some = block.subarray(at, at + BLOCK)
        hash.update(some)
        for (let done = 0; done < some.length; ) done += writeSync(file.fd, some, done)
      }
    },
    async finish() {
      await flush()
      await pending
      await file.close()
      return { name, bytes, sha256: hash.digest('hex') }
    },
    async abandon() {
      await pending.catch(() => undefined)
      await file.close().catch(() => undefined)
    },
  }
}
