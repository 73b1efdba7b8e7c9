import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DialectName } from '../../src/dialects/dialect.ts'
import { dialects } from '../../src/dialects/dialects.ts'
import { DialogId } from '../../src/schema/dialog-id.ts'
import { Guid } from '../../src/schema/guid.ts'
import type { Batch } from '../../src/schema/tables.ts'
import { sqlSink } from '../../src/sinks/sql.ts'
import { ticksFromText } from '../../src/time/ticks.ts'

const test = suite('INSERT')

const NAMES: readonly DialectName[] = ['mssql', 'postgres', 'mysql', 'sqlite']
const moment = ticksFromText('2015-07-15 10:00:00.007') as number

/** The script of some batches. */
async function script(name: DialectName, batches: readonly Batch[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-insert-'))
  try {
    const tables = [...new Set(batches.map(({ table }) => table))]
    const options = {
      file: 'rows.sql',
      dialect: name,
      tables,
      create: false,
      comment: ['A comment.'],
    }
    const sink = await sqlSink(folder, options)
    for (const batch of batches) await sink.write(batch)
    await sink.close()
    return readFileSync(join(folder, 'rows.sql'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The literal of a text, as it stands in an INSERT. */
async function textLiteral(name: DialectName, UserUri: string): Promise<string> {
  const row = { NextUpdateTS: null, UserId: 1, UserUri, TenantId: null, UriTypeId: null }
  const found = await script(name, [{ table: 'Users', rows: [row] }])
  return (/^\(NULL, 1, ([\s\S]*), NULL, NULL\);$/m.exec(found) as RegExpExecArray)[1] as string
}

const conference: Batch = {
  table: 'Conferences',
  rows: [
    {
      SessionIdTime: moment,
      SessionIdSeq: 1,
      ConferenceUriId: 7,
      ConfInstance: Guid.parse('0F8FAD5B-D9CB-469F-A165-70867728950E'),
      ConferenceStartTime: moment + 1,
      ConferenceEndTime: null,
      PoolId: null,
      OrganizerId: -2147483648,
      Flag: 0,
      Processed: true,
      LastModifiedTime: moment,
    },
  ],
}

const WHOLE: Readonly<Record<DialectName, string>> = {
  mssql: `-- A comment.
SET XACT_ABORT ON;
BEGIN TRANSACTION;
GO
IF @@TRANCOUNT > 0 INSERT INTO [Conferences] ([SessionIdTime], [SessionIdSeq], [ConferenceUriId], [ConfInstance], [ConferenceStartTime], [ConferenceEndTime], [PoolId], [OrganizerId], [Flag], [Processed], [LastModifiedTime]) VALUES
('2015-07-15T10:00:00.007', 1, 7, '0F8FAD5B-D9CB-469F-A165-70867728950E', '2015-07-15T10:00:00.010', NULL, NULL, -2147483648, 0, 1, '2015-07-15T10:00:00.007');
GO
IF @@TRANCOUNT > 0 COMMIT TRANSACTION;
GO
`,
  postgres: `-- A comment.
SET standard_conforming_strings = on;
BEGIN;
INSERT INTO "Conferences" ("SessionIdTime", "SessionIdSeq", "ConferenceUriId", "ConfInstance", "ConferenceStartTime", "ConferenceEndTime", "PoolId", "OrganizerId", "Flag", "Processed", "LastModifiedTime") VALUES
('2015-07-15 10:00:00.007', 1, 7, '0F8FAD5B-D9CB-469F-A165-70867728950E', '2015-07-15 10:00:00.010', NULL, NULL, -2147483648, 0, true, '2015-07-15 10:00:00.007');
COMMIT;
`,
  mysql: `-- A comment.
SET NAMES utf8mb4;
SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '');
START TRANSACTION;
INSERT INTO \`Conferences\` (\`SessionIdTime\`, \`SessionIdSeq\`, \`ConferenceUriId\`, \`ConfInstance\`, \`ConferenceStartTime\`, \`ConferenceEndTime\`, \`PoolId\`, \`OrganizerId\`, \`Flag\`, \`Processed\`, \`LastModifiedTime\`) VALUES
('2015-07-15 10:00:00.007', 1, 7, '0F8FAD5B-D9CB-469F-A165-70867728950E', '2015-07-15 10:00:00.010', NULL, NULL, -2147483648, 0, 1, '2015-07-15 10:00:00.007');
COMMIT;
`,
  sqlite: `-- A comment.
PRAGMA foreign_keys = ON;
BEGIN;
INSERT INTO "Conferences" ("SessionIdTime", "SessionIdSeq", "ConferenceUriId", "ConfInstance", "ConferenceStartTime", "ConferenceEndTime", "PoolId", "OrganizerId", "Flag", "Processed", "LastModifiedTime") VALUES
('2015-07-15 10:00:00.007', 1, 7, '0F8FAD5B-D9CB-469F-A165-70867728950E', '2015-07-15 10:00:00.010', NULL, NULL, -2147483648, 0, 1, '2015-07-15 10:00:00.007');
COMMIT;
`,
}

for (const name of NAMES) {
  test(`${name}: a script of one row is this`, async () => {
    assert.is(await script(name, [conference]), WHOLE[name])
  })
}

const TEXTS: readonly (readonly [text: string, spelled: Readonly<Record<DialectName, string>>])[] = [
  ['', { mssql: "N''", postgres: "''", mysql: "''", sqlite: "''" }],
  ["it's", { mssql: "N'it''s'", postgres: "'it''s'", mysql: "'it''s'", sqlite: "'it''s'" }],
  ['a\\b', { mssql: "N'a\\b'", postgres: "'a\\b'", mysql: "'a\\\\b'", sqlite: "'a\\b'" }],
  ['👍', { mssql: "N'👍'", postgres: "'👍'", mysql: "'👍'", sqlite: "'👍'" }],
  [
    'a\r\nGO\n',
    {
      mssql: "N'a' + NCHAR(13) + NCHAR(10) + N'GO' + NCHAR(10)",
      postgres: "'a' || chr(13) || chr(10) || 'GO' || chr(10)",
      mysql: "'a\\r\\nGO\\n'",
      sqlite: "'a' || char(13) || char(10) || 'GO' || char(10)",
    },
  ],
]

for (const [text, spelled] of TEXTS) {
  test(`the text ${JSON.stringify(text)} is spelled as each engine reads it`, async () => {
    for (const name of NAMES) assert.is(await textLiteral(name, text), spelled[name], name)
  })
}

test('the bytes of a dialog id are spelled as hex digits', async () => {
  const ExternalId = new DialogId(new Int32Array(10))
  const hex = Buffer.from(ExternalId.toString(), 'latin1').toString('hex')
  const row = { SessionIdTime: moment, SessionIdSeq: 1, ExternalChecksum: 0, ExternalId }
  const spelled = { mssql: `0x${hex}`, postgres: `'\\x${hex}'`, mysql: `X'${hex}'`, sqlite: `X'${hex}'` }
  for (const name of NAMES) {
    const found = await script(name, [{ table: 'Dialogs', rows: [row] }])
    assert.ok(found.includes(`, 1, 0, ${spelled[name]});\n`), name)
  }
})

test('no INSERT has more rows than SQL Server takes, and none is empty', async () => {
  const rows = Array.from({ length: 2001 }, (_, at) => ({ PoolId: at + 1, PoolFQDN: null }))
  for (const name of NAMES) {
    const found = await script(name, [
      { table: 'Pools', rows },
      { table: 'Pools', rows: [] },
    ])
    const sizes = found
      .split('INSERT INTO')
      .slice(1)
      .map((insert) => insert.match(/^\(\d+, NULL\)[,;]$/gm)?.length ?? 0)
    assert.equal(sizes, [1000, 1000, 1], name)
  }
})

test('a name is quoted so that no character of it ends the name', () => {
  assert.is(dialects.mssql.identifier('a]b'), '[a]]b]')
  assert.is(dialects.postgres.identifier('a"b'), '"a""b"')
  assert.is(dialects.mysql.identifier('a`b'), '`a``b`')
  assert.is(dialects.sqlite.identifier('a"b'), '"a""b"')
})

test.run()
