import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { scenarioJsonSchema } from './scenario/file.ts'

// Makes `dist`: compiled modules with their types, what pages bring to browsers, and the JSON Schema of scenario files.
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)
rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
cpSync('src/report/browser', 'dist/report/browser', { recursive: true })
writeFileSync('dist/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`)
chmodSync('dist/cli/bin.js', 0o755)
