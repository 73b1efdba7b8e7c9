import { suite } from 'uvu'
import { connected } from '../../src/databases/database.ts'
import { inTransaction } from '../../src/loading/transactions.ts'
import { rejects } from '../rejects.ts'

const test = suite('transactions')

test('what failed is told, also where the engine has rolled back already', () =>
  connected({ engine: 'sqlite', path: ':memory:', shown: ':memory:' }, async (database) => {
    const work = () =>
      inTransaction(database, [], true, async (transaction) => {
        await transaction.raw('ROLLBACK') // as SQLite does by itself on a full disk
        throw new Error('the disk is full')
      })
    await rejects(work, /^the disk is full$/)
  }))

test.run()
