import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Knex } from 'knex'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, databaseOf, plainly } from '../../src/databases/database.ts'
import { postgresEngine } from '../../src/databases/postgres.ts'
import { databaseUrl, type ServerUrl } from '../../src/databases/url.ts'
import type { RollcallError } from '../../src/errors.ts'
import { rejects } from '../rejects.ts'
import { onServer, servers, urlOf } from './servers.ts'

const test = suite('connecting')

/** What a user is told: one line, and never a password. */
async function told(url: string | ServerUrl): Promise<string> {
  const error = await rejects(() => connect(typeof url === 'string' ? databaseUrl(url) : url))
  assert.is(error.name, 'RollcallError', error.stack)
  assert.not.match(error.message, /\n|secret/)
  return error.message
}

/** Does the work while a port of this machine answers as `answer` does. */
async function withPort(answer: (socket: Socket) => void, work: (port: number) => Promise<void>) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    answer(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await work((server.address() as AddressInfo).port)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** An error as PostgreSQL sends it. */
function postgresError(fields: Readonly<Record<string, string>>): Buffer {
  const body = Object.entries(fields).map(([kind, text]) => `${kind}${text}\0`)
  const bytes = Buffer.from(`${body.join('')}\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(bytes.length + 4, 1)
  return Buffer.concat([head, bytes])
}

const refusing = (fields: Readonly<Record<string, string>>) => (socket: Socket) =>
  void socket.once('data', () => socket.end(postgresError({ S: 'FATAL', V: 'FATAL', ...fields })))

test('nothing listens', async () => {
  let free = 0
  await withPort(
    () => undefined,
    async (port) => {
      free = port
    },
  )
  for (const engine of ['postgres', 'mysql', 'mssql']) {
    assert.is(
      await told(`${engine}://ann:secret@127.0.0.1:${free}/cdr`),
      `cannot open ${engine}://ann@127.0.0.1:${free}/cdr: nothing listens there: is the server running, and is the port right? (127.0.0.1:${free})`,
    )
  }
})

test('there is no such host', async () => {
  for (const engine of ['postgres', 'mysql', 'mssql'])
    assert.match(
      await told(`${engine}://ann:secret@nowhere.invalid/cdr`),
      new RegExp(
        `^cannot open ${engine}://ann@nowhere\\.invalid/cdr: (there is no such host|the name of the host cannot be looked up now)$`,
      ),
    )
})

test('the server never answers', () =>
  withPort(
    () => undefined,
    async (port) => {
      for (const engine of ['postgres', 'mysql']) {
        const url = `${engine}://ann@127.0.0.1:${port}/cdr?connectTimeout=200`
        assert.match(
          await told(url.replace('ann', 'ann:secret')),
          /connectTimeout=200: the server did not answer in time/,
        )
      }
    },
  ))

test('the server hangs up', () =>
  withPort(
    (socket) => void socket.end(),
    async (port) => {
      for (const engine of ['postgres', 'mysql'])
        assert.match(await told(`${engine}://ann:secret@127.0.0.1:${port}/cdr`), /cdr: the connection broke$/)
    },
  ))

/** What servers of other kinds say to somebody who speaks first, and to somebody who waits. */
const STRANGERS: Readonly<Record<string, Buffer>> = {
  'a web server': Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  'a mail server': Buffer.from('220 mail.contoso.com ESMTP\r\n'),
  MariaDB: Buffer.from('5a0000000a352e352e352d31302e31312e31340008000000', 'hex'),
  PostgreSQL: postgresError({ S: 'FATAL', C: '0A000', M: 'unsupported frontend protocol' }),
}

for (const [name, greeting] of Object.entries(STRANGERS)) {
  test(`${name} listens at the port: one line for each engine`, () =>
    withPort(
      (socket) => {
        const answer = () => void socket.end(greeting)
        const waiting = setTimeout(answer, 100)
        socket.once('data', () => {
          clearTimeout(waiting)
          answer()
        })
      },
      async (port) => {
        for (const engine of ['postgres', 'mysql', 'mssql'])
          await told(`${engine}://ann:secret@127.0.0.1:${port}/cdr?connectTimeout=1000`)
      },
    ))
}

test('a socket that is not there', async () => {
  assert.is(
    await told('mysql://ann:secret@localhost/cdr?socketPath=/no/such.sock'),
    'cannot open mysql://ann@localhost/cdr?socketPath=%2Fno%2Fsuch.sock: there is no such socket (/no/such.sock)',
  )
})

test('PostgreSQL: a wrong password', () =>
  withPort(refusing({ C: '28P01', M: 'password authentication failed for user "ann"' }), async (port) =>
    assert.is(
      await told(`postgres://ann:secret@127.0.0.1:${port}/cdr`),
      `cannot open postgres://ann@127.0.0.1:${port}/cdr: the user or the password is wrong (password authentication failed for user "ann")`,
    ),
  ))

test('PostgreSQL: a server that offers no encryption', () =>
  withPort(
    (socket) => void socket.once('data', () => socket.write('N')),
    async (port) =>
      assert.match(
        await told(`postgres://ann:secret@127.0.0.1:${port}/cdr?sslmode=require`),
        /: the server offers no encryption: leave out sslmode$/,
      ),
  ))

test('PostgreSQL: a password is wanted and none is given', () =>
  withPort(
    // AuthenticationSASL with SCRAM-SHA-256.
    (socket) =>
      void socket.once('data', () => {
        const mechanisms = Buffer.from('SCRAM-SHA-256\0\0')
        const head = Buffer.alloc(9)
        head.write('R')
        head.writeInt32BE(8 + mechanisms.length, 1)
        head.writeInt32BE(10, 5)
        socket.write(Buffer.concat([head, mechanisms]))
        socket.once('data', () => {
          const challenge = Buffer.from('r=x,s=AAAA,i=4096')
          const next = Buffer.alloc(9)
          next.write('R')
          next.writeInt32BE(8 + challenge.length, 1)
          next.writeInt32BE(11, 5)
          socket.write(Buffer.concat([next, challenge]))
        })
      }),
    async (port) =>
      assert.match(await told(`postgres://ann@127.0.0.1:${port}/cdr`), /: the server wants a password$/),
  ))

test('drivers that are not installed are told all at once', async () => {
  const { drivers } = postgresEngine
  const missing = ['rollcall-no-driver', 'rollcall-no-stream'].map((name) => ({ name, range: '8' }))
  Object.assign(postgresEngine, { drivers: [...drivers, ...missing] })
  try {
    const error = await rejects(() => connect(databaseUrl('postgres://ann:secret@127.0.0.1/cdr')))
    assert.is(
      error.message,
      'cannot open postgres://ann@127.0.0.1/cdr: these packages are not installed: rollcall-no-driver, rollcall-no-stream',
    )
    assert.is(
      (error as RollcallError).hint,
      'Install what is missing: npm install rollcall-no-driver@8 rollcall-no-stream@8',
    )
  } finally {
    Object.assign(postgresEngine, { drivers })
  }
})

test('SQLite: no folder, and no database', async () => {
  assert.is(
    await told('sqlite:no/such/folder.sqlite'),
    'cannot open sqlite:no/such/folder.sqlite: there is no such folder',
  )
  assert.is(
    await told('sqlite:package.json'),
    'cannot open sqlite:package.json: the file is not an SQLite database',
  )
})

test('a Knex instance of an engine that we do not know', async () => {
  await rejects(
    () => databaseOf({ client: { driverName: 'oracledb' } } as unknown as Knex),
    /one of the clients mssql, pg, mysql2, better-sqlite3, and this one has oracledb$/,
  )
})

for (const server of servers('connecting')) {
  const url = urlOf(server)

  test(`${server.name}: there is no such database`, async () => {
    const message = await told({ ...url, database: 'rollcall_none' })
    assert.match(message, /: there is no such database \(.*rollcall_none.*\)$/)
  })

  test(`${server.name}: what we have no words for is told in those of the server`, async () => {
    const database = await connect(url)
    const ask = () =>
      plainly(database, 'read', async () => void (await database.knex.raw('SELECT 1 FROM nowhere')))
    const { message } = await rejects(ask).finally(() => database.knex.destroy())
    assert.match(message, /^cannot read [^ ]+: the server refused it \([^\n]*nowhere[^\n]*\)$/)
  })

  test(`${server.name}: a Knex instance of somebody else is known by its client`, async () => {
    const { default: knex } = await import('knex')
    const { knex: own } = await connect(url)
    await own.destroy()
    const theirs = knex(own.client.config)
    try {
      const { engine } = await databaseOf(theirs)
      assert.is(engine.client, own.client.config.client)
    } finally {
      await theirs.destroy()
    }
  })

  if (server.name !== 'MySQL') continue
  test('MySQL: a wrong password, and a database that is not for this user', async () => {
    const user = `rollcall_${process.pid}`
    await onServer(url, `CREATE USER ${user}@'%' IDENTIFIED BY 'right'`)
    try {
      assert.match(
        await told({ ...url, user, password: 'secret' }),
        /: the user or the password is wrong \(Access denied for user/,
      )
      assert.match(
        await told({ ...url, user, password: 'right' }),
        /: the user has not the right to do this in this database \(Access denied for user/,
      )
    } finally {
      await onServer(url, `DROP USER ${user}@'%'`)
    }
  })
}

test.run()
