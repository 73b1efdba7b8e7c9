import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Other projects: each installs the packed tarball, with a test runner of its own, and runs its tests. They share one
// `npm install`, since building better-sqlite3 takes a minute. Needs the npm registry.

/** What the package may come to on its way to a user, in bytes. */
const MAX_PACKED = 2_000_000

const root = fileURLToPath(new URL('..', import.meta.url))
const projects = fileURLToPath(new URL('consumers', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'rollcall-consumers-'))

function npm(cwd: string, ...words: string[]): string {
  return execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

try {
  const [packed] = JSON.parse(npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder))
  console.log(
    `${packed.filename}: ${packed.size} bytes, ${packed.entryCount} files, ${packed.unpackedSize} bytes unpacked`,
  )
  if (packed.size > MAX_PACKED)
    throw new Error(`the package has ${packed.size} bytes, more than ${MAX_PACKED}`)
  cpSync(projects, folder, { recursive: true })
  const names = readdirSync(projects)
  const own = { name: 'consumers', private: true, workspaces: names }
  const about = { ...own, devDependencies: { rollcall: `file:${packed.filename}` } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about, null, 2))
  npm(folder, 'install', '--no-audit', '--no-fund', '--loglevel', 'error')
  for (const name of names) {
    console.log(`\n${name}`)
    execFileSync('npm', ['test', '--silent'], { cwd: join(folder, name), stdio: 'inherit' })
  }
  console.log(`\n${names.length} projects have their rows from ${packed.filename}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
