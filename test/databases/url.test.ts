import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { engines } from '../../src/databases/engines.ts'
import { databaseUrl, placeOf, type ServerUrl } from '../../src/databases/url.ts'
import type { RollcallError } from '../../src/errors.ts'

const test = suite('database URLs')

const server = (text: string, password?: string) => databaseUrl(text, password) as ServerUrl

/** What is told of a URL that is refused: the message, and what to try. */
function refusal(text: string): string {
  try {
    const url = databaseUrl(text)
    if (url.engine !== 'sqlite') engines[url.engine].config(url as never)
  } catch (cause) {
    const { name, message, hint } = cause as RollcallError
    assert.is(name, 'RollcallError', message)
    return hint === null ? message : `${message}\n${hint}`
  }
  throw new Error(`${text} is a URL`)
}

test('all parts of a URL are read', () => {
  assert.equal(server('postgres://ann:secret@db.contoso.com:6432/cdr?schema=calls&sslmode=require'), {
    engine: 'postgres',
    host: 'db.contoso.com',
    port: 6432,
    user: 'ann',
    password: 'secret',
    database: 'cdr',
    schema: 'calls',
    options: { sslmode: 'require' },
    shown: 'postgres://ann@db.contoso.com:6432/cdr?schema=calls&sslmode=require',
  })
})

test('what a URL leaves out is null, and the host is this one', () => {
  assert.equal(server('mysql:///cdr'), {
    engine: 'mysql',
    host: 'localhost',
    port: null,
    user: null,
    password: null,
    database: 'cdr',
    schema: null,
    options: {},
    shown: 'mysql:///cdr',
  })
})

test('an SQLite file is a path, with two slashes and without', () => {
  assert.equal(databaseUrl('sqlite:out/rows.sqlite'), {
    engine: 'sqlite',
    path: 'out/rows.sqlite',
    shown: 'sqlite:out/rows.sqlite',
  })
  for (const [text, path] of [
    ['sqlite://rows.sqlite', 'rows.sqlite'],
    ['sqlite:/tmp/rows.sqlite', '/tmp/rows.sqlite'],
    ['sqlite:///tmp/rows.sqlite', '/tmp/rows.sqlite'],
    ['SQLite:C:\\data\\rows.sqlite', 'C:\\data\\rows.sqlite'],
    ['sqlite:a b@c?d#e.sqlite', 'a b@c?d#e.sqlite'],
  ] as const) {
    assert.is((databaseUrl(text) as { path: string }).path, path, text)
  }
})

test('an engine has the names that people give it', () => {
  for (const [scheme, engine] of [
    ['mssql', 'mssql'],
    ['sqlserver', 'mssql'],
    ['postgres', 'postgres'],
    ['PostgreSQL', 'postgres'],
    ['mysql', 'mysql'],
    ['mariadb', 'mysql'],
  ]) {
    assert.is(databaseUrl(`${scheme}://host/cdr`).engine, engine, scheme)
  }
})

test('special characters are written as %40, and a lone % stands for itself', () => {
  const { user, password, database, shown } = server('postgres://a%40b:p%40s%2Fs%23%25@host/my%20cdr')
  assert.equal([user, password, database], ['a@b', 'p@s/s#%', 'my cdr'])
  assert.is(shown, 'postgres://a%40b@host/my%20cdr')
  assert.is(server('postgres://ann:100%@host/cdr').password, '100%')
  assert.is(server('postgres://ann:p@ss@host/cdr').password, 'p@ss')
  assert.is(server('mssql://ann:a\\b@host/cdr').password, 'a\\b')
})

test('an IPv6 address stands in brackets', () => {
  const { host, port, shown } = server('postgres://ann@[::1]:5432/cdr')
  assert.equal([host, port, shown], ['::1', 5432, 'postgres://ann@[::1]:5432/cdr'])
})

test('the password of the URL goes before the one that is given', () => {
  assert.is(server('mysql://ann@host/cdr', 'given').password, 'given')
  assert.is(server('mysql://ann:own@host/cdr', 'given').password, 'own')
})

test('an instance of SQL Server stands after a backslash, or in an option', () => {
  for (const text of [
    'mssql://sa@host\\RTC/LcsCDR',
    'mssql://sa@host/LcsCDR?instanceName=RTC',
    'mssql://sa:a\\b@host\\RTC/LcsCDR',
  ]) {
    assert.is(server(text).options.instanceName, 'RTC', text)
    assert.is(server(text).shown, 'mssql://sa@host/LcsCDR?instanceName=RTC')
  }
})

const HINT = {
  mssql: 'Write it as mssql://user@host:1433/LcsCDR.',
  postgres: 'Write it as postgres://user@host:5432/lcscdr.',
  all: 'Write it as sqlite:path/to/file.sqlite, mssql://user@host:1433/LcsCDR, postgres://user@host:5432/lcscdr, mysql://user@host:3306/lcscdr.',
}

const REFUSALS: readonly (readonly [url: string, told: string])[] = [
  ['rows.sqlite', `--db rows.sqlite is not a database URL\n${HINT.all}`],
  ['oracle://host/cdr', `--db: "oracle" is not a known kind of database\n${HINT.all}`],
  ['constructor://host/cdr', `--db: "constructor" is not a known kind of database\n${HINT.all}`],
  ['sqlite:', '--db sqlite: names no file\nWrite it as sqlite:path/to/file.sqlite.'],
  ['postgres://host', `--db postgres://host: it names no database\n${HINT.postgres}`],
  ['postgres://host/', `--db postgres://host/: it names no database\n${HINT.postgres}`],
  ['postgres://host/a/b', `--db postgres://host/a/b: "a/b" is not the name of a database\n${HINT.postgres}`],
  [
    'postgres://host:port/cdr',
    '--db postgres://host:port/cdr: it is not a URL\nWrite it as postgres://user@host:5432/lcscdr; special characters of a password as %40, %23, %2F.',
  ],
  [
    'postgres://host/cdr#1',
    '--db postgres://host/cdr#1: there is a # in it\nWrite a # of a password as %23.',
  ],
  [
    'postgres://host/cdr?shema=calls',
    '--db postgres://host/cdr?shema=calls: "shema" is not a known option\nDid you mean `schema`?',
  ],
  [
    'mysql://host/cdr?timezone=Z',
    '--db mysql://host/cdr?timezone=Z: "timezone" is not a known option\nKnown are socketPath, ssl, connectTimeout.',
  ],
  [
    'mssql://host/cdr?integratedSecurity=true',
    '--db mssql://host/cdr?integratedSecurity=true: tedious cannot sign in with the account of this process (SSPI)\nGive a user and a password; with ?domain=NAME they are those of a Windows account (NTLM).',
  ],
  [
    'postgres://host/cdr?sslmode=on',
    '--db postgres://host/cdr?sslmode=on: sslmode is "on"\nIt is disable, require, verify-ca or verify-full.',
  ],
  ['mysql://host/cdr?ssl=maybe', '--db mysql://host/cdr?ssl=maybe: ssl is "maybe"\nIt is true or false.'],
  [
    'postgres://host/cdr?connectTimeout=5s',
    '--db postgres://host/cdr?connectTimeout=5s: connectTimeout is "5s"\nIt is a whole number.',
  ],
]

for (const [url, told] of REFUSALS) test(`refused: ${url}`, () => assert.is(refusal(url), told))

test('no message holds a password, however it is written', () => {
  for (const text of [
    'postgres://ann:secret@host',
    'postgres://ann:sec/secret@host/cdr',
    'postgres://ann:12/secret@host/cdr',
    'postgres://ann:12/secret@host',
    'postgres://ann:12?secret@host/cdr',
    'postgres://ann:12#secret@host/cdr',
    'postgres://ann:secret@host:port/cdr',
    'postgres://ann:secret@host/a/b',
    'postgres://ann:secret@host/cdr?nothing=1',
    'postgres://ann:secret@host/cdr?sslmode=on',
    'postgres://ann:a@secret@host/cdr#1',
    'postgres:ann:secret@host/cdr',
    'postgres://host/cdr?password=secret',
    'mysql://ann:secret@host/cdr?ssl=maybe',
    'mssql://sa:secret@host\\RTC',
    'mssql://sa:secret@host/cdr?sspi=1',
    'sqlserver://host:1433;databaseName=cdr;user=sa;password=secret',
    'Server=host;Database=cdr;User Id=sa;Password={a;secret}',
    'my_user:secret@host/cdr',
    'oracle://ann:secret@host/cdr',
  ]) {
    assert.not.match(refusal(text), /secret/, text)
  }
  assert.not.match(server('postgres://ann:secret@host/cdr').shown, /secret/)
})

test('each engine gets what Knex needs, and times never pass through a time zone', () => {
  const config = (text: string) => {
    const url = databaseUrl(text)
    return engines[url.engine].config(url as never).connection
  }
  assert.equal(config('postgres://ann:secret@host/cdr'), {
    host: 'host',
    port: 5432,
    user: 'ann',
    password: 'secret',
    database: 'cdr',
    ssl: false,
    application_name: 'rollcall',
    connectionTimeoutMillis: 15_000,
  })
  assert.equal(config('mysql://ann@host/cdr?connectTimeout=500&ssl=true'), {
    host: 'host',
    port: 3306,
    user: 'ann',
    database: 'cdr',
    charset: 'utf8mb4',
    ssl: {},
    connectTimeout: 500,
  })
  assert.equal(config('mysql:///cdr?socketPath=/run/mysqld/mysqld.sock'), {
    socketPath: '/run/mysqld/mysqld.sock',
    database: 'cdr',
    charset: 'utf8mb4',
    connectTimeout: 15_000,
  })
})

test('a database is one place whoever comes, and how', () => {
  const place = (text: string) => placeOf(databaseUrl(text).shown)
  for (const [one, other] of [
    [
      'mssql://ann@SQL01/LcsCDR',
      'mssql://bob:secret@sql01:1433/LcsCDR?encrypt=false&trustServerCertificate=true',
    ],
    ['mssql://ann@sql01\\RTC/LcsCDR', 'mssql://ann@sql01/LcsCDR?instanceName=RTC&packetSize=4096'],
    ['postgres://db/cdr', 'postgresql://ann@db:5432/cdr?sslmode=require'],
    [
      'mysql:///cdr?socketPath=/run/my.sock',
      'mariadb://root@localhost/cdr?connectTimeout=5&socketPath=/run/my.sock',
    ],
    ['sqlite:week.sqlite', 'sqlite:./a/../week.sqlite'],
  ] as const)
    assert.is(place(one), place(other))
  for (const [one, other] of [
    ['mssql://sql01/LcsCDR', 'mssql://sql02/LcsCDR'],
    ['mssql://sql01/LcsCDR', 'mssql://sql01/LcsCDR2'],
    ['mssql://sql01/LcsCDR', 'mssql://sql01/LcsCDR?schema=test'],
    ['mssql://sql01/LcsCDR', 'mssql://sql01:1434/LcsCDR'],
    ['mssql://sql01/LcsCDR', 'mssql://sql01/LcsCDR?instanceName=RTC'],
    ['postgres://db/cdr', 'mysql://db/cdr'],
    ['sqlite:week.sqlite', 'sqlite:other/week.sqlite'],
  ] as const)
    assert.is.not(place(one), place(other))
  assert.is(placeOf('the database'), 'the database')
})

test.run()
