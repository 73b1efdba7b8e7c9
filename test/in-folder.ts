import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Works in an empty folder, which is gone afterwards. */
export async function inFolder(work: (folder: string) => unknown): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-test-')))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Everything below a folder, as `name` for folders (ending in `/`) and with their text for files. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const tree: Record<string, string> = {}
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) tree[entry.name] = readFileSync(path, 'utf8')
    else {
      tree[`${entry.name}/`] = ''
      for (const [name, text] of Object.entries(treeOf(path))) tree[`${entry.name}/${name}`] = text
    }
  }
  return tree
}
