import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inTemporary } from '../../src/databases/temporary.ts'
import { generateFiles } from '../../src/generate-files.ts'
import { parseScenario } from '../../src/parse-scenario.ts'
import { seed } from '../../src/seed.ts'
import { csvLines, type Fields } from '../../src/verify/csv.ts'
import { readRows } from '../../src/verify/read-rows.ts'
import { verify, verifyFolder } from '../../src/verify/verify.ts'
import { inFolder } from '../in-folder.ts'
import { rejects } from '../rejects.ts'
import { COMPANY_TEXT, company, rewrite } from './company.ts'

const test = suite('verify many rows')

test('a population is as its scenario says, slice by slice', () =>
  inFolder(async (home) => {
    await generateFiles(company, join(home, 'out'), { format: 'csv' })
    const { ok, comparison } = await verifyFolder(join(home, 'out'), company)
    assert.ok(ok)
    assert.is(comparison?.differences, 0)
  }))

test('rows of every slice are compared, and those before the first and after the last', () =>
  inTemporary(async (knex) => {
    await seed(knex, company, { create: true })
    await knex.raw('PRAGMA foreign_keys = OFF')
    for (const SessionIdTime of [
      '2001-01-01 00:00:00.000',
      '2016-03-10 07:59:59.997',
      '2030-01-01 00:00:00.000',
    ])
      await knex('Dialogs').insert({ SessionIdTime, SessionIdSeq: 7, ExternalId: Buffer.from('other') })
    await knex('Conferences').where('SessionIdTime', '>=', '2016-03-11').update({ Flag: 3 })
    const changed = await knex('Conferences').where('Flag', 3)
    const { comparison } = await verify(knex, company)
    assert.ok(changed.length > 0)
    assert.is(comparison?.differences, 3 + changed.length)
    assert.equal(
      comparison?.first.slice(0, 3).map(({ kind, key }) => [kind, key.SessionIdTime]),
      [
        ['unexpected', '2001-01-01 00:00:00.000'],
        ['unexpected', '2016-03-10 07:59:59.997'],
        ['changed', changed[0]?.SessionIdTime],
      ],
    )
  }))

test('a day that is missing is told row by row, and so is one too many', () =>
  inTemporary(async (knex) => {
    await seed(knex, company, { create: true })
    const facts = async () =>
      (
        await Promise.all(
          ['Conferences', 'Dialogs', 'FocusJoinsAndLeaves'].map((table) => knex(table).count({ n: '*' })),
        )
      )
        .flat()
        .reduce((sum, { n }) => sum + Number(n), 0)
    const all = await facts()
    const longer = parseScenario(COMPANY_TEXT.replace('days: 6', 'days: 8'))
    const longerComparison = (await verify(knex, longer)).comparison
    const missing = longerComparison?.first.filter(({ kind }) => kind === 'missing')
    assert.is(missing?.length, longerComparison?.first.length)
    const shorter = parseScenario(COMPANY_TEXT.replace('days: 6', 'days: 5'))
    const differences = (await verify(knex, shorter)).comparison?.differences ?? 0
    assert.ok(differences > 0 && differences < all)
  }))

/** Everything that a file holds as CSV. */
async function linesOf(text: string): Promise<readonly Fields[]> {
  let lines: Fields[] = []
  await inFolder(async (home) => {
    const path = join(home, 'file.csv')
    writeFileSync(path, text)
    lines = []
    for await (const some of csvLines(path)) lines.push(...some)
  })
  return lines
}

test('CSV: null is an empty field, and quotes hold commas, quotes and ends of lines', async () => {
  assert.equal(await linesOf(''), [])
  assert.equal(await linesOf('a,b\r\n1,\r\n'), [
    ['a', 'b'],
    ['1', null],
  ])
  assert.equal(await linesOf('\ufeffa,b\n,"x"'), [
    ['a', 'b'],
    [null, 'x'],
  ])
  assert.equal(await linesOf('"",","\r\n"a""b","c\r\nd"\r\n'), [
    ['', ','],
    ['a"b', 'c\r\nd'],
  ])
  assert.equal(await linesOf('\r\n\r\n'), [[null], [null]])
})

test('CSV: lines and characters may lie across the blocks in which a file is read', async () => {
  for (const cell of ['é😀', '"é😀,\n"']) {
    const line = `1,${cell},x\n`
    const lines = await linesOf(line.repeat(60_000))
    assert.is(lines.length, 60_000)
    const text = cell.replaceAll('"', '')
    assert.ok(lines.every((fields) => fields.length === 3 && fields[1] === text))
  }
})

test('CSV: a quote that is never closed is told without reading all that follows', async () => {
  const line = 'ab,cd\n'
  for (const text of ['a,b\n1,"x', 'a,b\n1,x"y\n', `a,b\n1,"${line.repeat(300_000)}`])
    await rejects(() => linesOf(text), /^line 2 has a quote that is not closed/)
})

/** The rows of `Pools` in a JSON file, and how many came at once. */
async function pools(text: string): Promise<{ rows: readonly unknown[]; most: number }> {
  const rows: unknown[] = []
  let most = 0
  await inFolder(async (home) => {
    const path = join(home, 'Pools.json')
    writeFileSync(path, text)
    for await (const some of readRows(path, 'Pools', 'json')) {
      rows.push(...some)
      most = Math.max(most, some.length)
    }
  })
  return { rows, most }
}

test('JSON as we write it is read line by line; any other layout holds the same rows', async () => {
  const list = Array.from({ length: 20_000 }, (_, at) => ({ PoolId: at, PoolFQDN: `pool${at}.contoso.com` }))
  const ours = await pools(`[\n${list.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`)
  assert.equal(
    ours.rows,
    list.map((row) => [row.PoolId, row.PoolFQDN]),
  )
  assert.ok(ours.most < list.length)
  assert.equal((await pools(JSON.stringify(list))).rows, ours.rows)
  assert.equal((await pools(JSON.stringify(list, null, 2))).rows, ours.rows)
  assert.equal((await pools('[]')).rows, [])
  assert.equal((await pools('[\n\n]\n')).rows, [])
})

test('JSON by lines that is cut off, or goes on after its end, is none', async () => {
  const row = '{"PoolId":1,"PoolFQDN":"a"}'
  await rejects(() => pools(`[\n${row},\n`), /is not JSON: the list has no end$/)
  await rejects(() => pools(`[\n${row}\n]\n${row}\n`), /line 4 is not JSON/)
  await rejects(() => pools(`[\n${row}\n${row}\n]\n`), /line 3 is not JSON/)
  await rejects(() => pools(`[\n${row},\n]\n`), /line 3 is not JSON/)
})

test('a row that differs in one file of a population is found, and no other', () =>
  inFolder(async (home) => {
    const out = join(home, 'out')
    await generateFiles(company, out, { format: 'csv' })
    const line = readFileSync(join(out, 'Dialogs.csv'), 'utf8').split('\r\n')[2500] as string
    rewrite(out, 'Dialogs.csv', (text) => text.replace(line, line.replace(/,-?\d+,(?=[^,]*$)/, ',77,')))
    const { violations, comparison } = await verifyFolder(out, company)
    assert.equal(violations, [])
    assert.is(comparison?.differences, 1)
    assert.is(comparison?.first[0]?.cells[0]?.column, 'ExternalChecksum')
  }))

test.run()
