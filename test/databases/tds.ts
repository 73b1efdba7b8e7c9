import { createServer, type Socket } from 'node:net'

/** What a client sent: a message of TDS, put together from its packets. */
export interface TdsMessage {
  readonly type: number
  readonly body: Buffer
}

export interface TdsServer {
  readonly port: number
  /** All messages so far, of all connections. */
  readonly messages: readonly TdsMessage[]
  close(): Promise<void>
}

/** Kinds of messages: https://learn.microsoft.com/openspecs/windows_protocols/ms-tds (2.2.3.1.1). */
export const TDS = { batch: 0x01, call: 0x03, bulkLoad: 0x07, transaction: 0x0e, login: 0x10, prelogin: 0x12 }

/** Errors with which the server answers a message, by its kind. */
export type Refusals = Readonly<Record<number, readonly TdsError[]>>

export interface TdsError {
  readonly number: number
  readonly message: string
}

/** What the server does as soon as a load begins to arrive, instead of answering all of it. */
export type Interruption = 'refuses' | 'refuses and breaks' | 'breaks'

/**
 * As much of a TDS server as a driver needs to sign in and load, without encryption. It keeps what it was sent and holds
 * no data: each call is answered by one row with the number 2.
 */
export async function tdsServer(refusals: Refusals = {}, interruption?: Interruption): Promise<TdsServer> {
  const messages: TdsMessage[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const begin = (type: number) => {
      if (type !== TDS.bulkLoad || interruption === undefined) return
      if (interruption !== 'breaks') socket.write(packet(refused(refusals[type]!)))
      if (interruption !== 'refuses') socket.end()
    }
    eachMessage(socket, begin, (message) => {
      messages.push(message)
      if (message.type === TDS.bulkLoad && interruption !== undefined) return
      const errors = refusals[message.type]
      socket.write(packet(errors ? refused(errors) : answer(message)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    messages,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

const HEADER = 8
const LAST = 0x01

function eachMessage(
  socket: Socket,
  begin: (type: number) => void,
  take: (message: TdsMessage) => void,
): void {
  let waiting: Buffer = Buffer.alloc(0)
  let bodies: Buffer[] = []
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data])
    while (waiting.length >= HEADER && waiting.length >= waiting.readUInt16BE(2)) {
      const [type, status, length] = [waiting[0]!, waiting[1]!, waiting.readUInt16BE(2)]
      if (bodies.length === 0) begin(type)
      bodies.push(waiting.subarray(HEADER, length))
      waiting = waiting.subarray(length)
      if ((status & LAST) === 0) continue
      take({ type, body: Buffer.concat(bodies) })
      bodies = []
    }
  })
  socket.on('error', () => socket.destroy())
}

function packet(body: Buffer): Buffer {
  const header = Buffer.from([0x04, LAST, 0, 0, 0, 0, 1, 0])
  header.writeUInt16BE(HEADER + body.length, 2)
  return Buffer.concat([header, body])
}

function answer({ type, body }: TdsMessage): Buffer {
  switch (type) {
    case TDS.prelogin:
      return PRELOGIN
    case TDS.login:
      return Buffer.concat([changed(COLLATION, SQL_LATIN1), LOGIN_ACK, done()])
    case TDS.call:
      return Buffer.concat([ONE_NUMBER, done()])
    case TDS.transaction:
      return Buffer.concat([transactionChange(body), done()])
    default:
      return done()
  }
}

function refused(errors: readonly TdsError[]): Buffer {
  return Buffer.concat([...errors.map(errorToken), done(FAILED)])
}

/** The version, and that there is no encryption. */
const PRELOGIN = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2])

/** SQL Server 2016, which speaks TDS 7.4. */
const LOGIN_ACK = token(
  0xad,
  Buffer.from([1, 0x74, 0, 0, 4]),
  text8('SQL Server'),
  Buffer.from([13, 0, 0, 0]),
)

const [COLLATION, BEGUN, COMMITTED, ROLLED_BACK] = [7, 8, 9, 10]

/** SQL_Latin1_General_CP1_CI_AS. */
export const SQL_LATIN1 = Buffer.from('0904d00034', 'hex')

/** A column of int and a row with 2. */
const ONE_NUMBER = Buffer.concat([
  Buffer.from([0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x26, 4]),
  text8('bytes'),
  Buffer.from([0xd1, 4, 2, 0, 0, 0]),
])

function transactionChange(body: Buffer): Buffer {
  const id = Buffer.from('0100000000000000', 'hex')
  // All headers come first, with their length; then what is asked for: 5 begins, 7 commits, 8 rolls back.
  const request = body.readUInt16LE(body.readUInt32LE(0))
  if (request === 5) return changed(BEGUN, id)
  return changed(request === 7 ? COMMITTED : ROLLED_BACK, Buffer.alloc(0), id)
}

function changed(what: number, after: Buffer, before: Buffer = Buffer.alloc(0)): Buffer {
  return token(0xe3, Buffer.from([what, after.length]), after, Buffer.from([before.length]), before)
}

const FAILED = 0x02

function done(status = 0): Buffer {
  return Buffer.from([0xfd, status, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

function errorToken({ number, message }: TdsError): Buffer {
  const [code, length, line] = [Buffer.alloc(4), Buffer.alloc(2), Buffer.alloc(4)]
  code.writeInt32LE(number)
  length.writeUInt16LE(message.length)
  const words = Buffer.concat([length, Buffer.from(message, 'utf16le')])
  return token(0xaa, code, Buffer.from([1, 14]), words, text8('SERVER'), text8(''), line)
}

function token(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length = Buffer.alloc(2)
  length.writeUInt16LE(body.length)
  return Buffer.concat([Buffer.from([type]), length, body])
}

function text8(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')])
}
