import { type DatabaseUrl, databaseUrl, placeOf } from '../../databases/url.ts'
import { readReceipt, receiptBeside } from '../../loading/receipt.ts'
import { setWith, type TableSet } from '../../schema/tables.ts'
import type { WrongAnswer } from '../../verify/answers.ts'
import type { Difference } from '../../verify/compare.ts'
import { type Verdict, verifyFolder, verifyUrl } from '../../verify/verify.ts'
import type { Violation } from '../../verify/violations.ts'
import { EXIT, type Io, UsageError } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { progress } from '../progress.ts'
import { plural } from '../text.ts'

interface Words extends ScenarioWords {
  readonly dir?: readonly string[]
  readonly db?: string
  readonly scenario?: string
  readonly beside?: boolean
  readonly tables?: TableSet
  readonly json?: boolean
}

export default async function verify(
  { dir = [], db, scenario: file, beside = false, tables: asked, json = false, ...words }: Words,
  io: Io,
): Promise<number> {
  if ((dir.length === 0) === (db === undefined))
    throw new UsageError('verify takes a folder or --db, one of them')
  if (dir.includes('')) throw new UsageError('dir is an empty text')
  if (file === undefined && (words.seed !== undefined || words.asOf !== undefined))
    throw new UsageError('--seed and --as-of go with --scenario')
  if (asked !== undefined && file === undefined) throw new UsageError('--tables goes with --scenario')
  if (beside && (db === undefined || file === undefined))
    throw new UsageError('--beside goes with --db and --scenario')
  const scenario = file === undefined ? null : await loadScenario(file, words, io)
  const url = db === undefined ? null : databaseUrl(db, io.password)
  const tables = asked ?? (url && file !== undefined ? await loadedTables(file, url) : undefined)
  const shown = progress(io)
  const options = { beside, tables, signal: io.signal, onProgress: shown.tell }
  const verdict = await (url === null
    ? verifyFolder(dir, scenario, options)
    : verifyUrl(url, scenario, options)
  ).finally(shown.end)
  if (json) io.stdout.write(`${JSON.stringify(verdict, null, 2)}\n`)
  else io.stdout.write(verdictText(verdict, url?.shown ?? dir.join(', ')))
  if (url !== null && !beside && (verdict.comparison?.differences ?? 0) > 0)
    io.stderr.write('with --beside rows of others, and names in their spelling, are no differences\n')
  return verdict.ok ? EXIT.done : EXIT.failed
}

/** The tables that a load filled, as the receipt says that it left beside the scenario. */
async function loadedTables(scenario: string, url: DatabaseUrl): Promise<TableSet | undefined> {
  const receipt = await readReceipt(receiptBeside(scenario, url))
  const isOfHere = receipt !== null && placeOf(receipt.database) === placeOf(url.shown)
  return isOfHere ? setWith(receipt.tables) : undefined
}

function verdictText(
  { ok, rows, violations, changedFiles, unchecked, comparison, answers, onPurpose, isOtherLedger }: Verdict,
  what: string,
): string {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const against = comparison ? ', every row as the scenario says' : ''
  const others =
    comparison && comparison.others > 0 ? `, beside ${plural(comparison.others, 'row')} of others` : ''
  const wrong = Object.entries(onPurpose ?? {})
  const keep = wrong.length > 0 ? 'keep all rules but those that the scenario breaks' : 'keep all rules'
  const kept = `${plural(total, 'row')} in ${plural(Object.keys(rows).length, 'table')} ${keep}`
  const reports = answers ? `, ${plural(answers.asked.length, 'answer')} as computed` : ''
  const lines = [ok ? `${what}: ok, ${kept}${against}${reports}${others}` : `${what}: not ok`]
  if (ok && wrong.length > 0)
    lines.push(`  wrong on purpose: ${wrong.map(([kind, count]) => `${kind} ${count}`).join(', ')}`)
  if (isOtherLedger) lines.push('  ledger.json names other rows than those that the scenario makes wrong')
  if (unchecked.length > 0) lines.push(`  not there, so not checked: ${unchecked.join(', ')}`)
  for (const name of changedFiles) lines.push(`  ${name} has other bytes than manifest.json says`)
  for (const violation of violations) lines.push(...violationLines(violation))
  if (comparison && comparison.differences > 0) {
    lines.push(`  ${plural(comparison.differences, 'row')} not as the scenario says`)
    for (const difference of comparison.first) lines.push(...differenceLines(difference))
    if (comparison.differences > comparison.first.length)
      lines.push(`    and ${comparison.differences - comparison.first.length} more`)
  }
  for (const wrong of answers?.wrong ?? []) lines.push(...wrongLines(wrong))
  return `${lines.join('\n')}\n`
}

function wrongLines({ answer, rows, first }: WrongAnswer): string[] {
  const lines = [`  answer ${answer}: ${plural(rows, 'row')} not as computed`]
  for (const { kind, key, cells: changed } of first) {
    const row = cells(key)
    lines.push(`    ${kind}${row ? `: ${row}` : ''}`)
    for (const { column, expected, found } of changed)
      lines.push(`      ${column} is ${show(found)}, expected ${show(expected)}`)
  }
  return rows > first.length ? [...lines, `    and ${rows - first.length} more`] : lines
}

function violationLines({ rule, title, rows, first }: Violation): string[] {
  const shown = first.map((row) => `    ${cells(row)}`)
  return [
    `  ${rule}: ${title} (${plural(rows, 'row')})`,
    ...shown,
    ...(rows > first.length ? [`    and ${rows - first.length} more`] : []),
  ]
}

function differenceLines({ table, kind, key, cells: changed }: Difference): string[] {
  const lines = [`    ${table}: ${kind}: ${cells(key)}`]
  for (const { column, expected, found } of changed)
    lines.push(`      ${column} is ${show(found)}, expected ${show(expected)}`)
  return lines
}

function cells(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} ${show(value)}`)
    .join(', ')
}

function show(value: unknown): string {
  return value === null || value === undefined
    ? 'null'
    : Buffer.isBuffer(value)
      ? value.toString('latin1')
      : String(value)
}
