import { tableSets } from '../../src/schema/tables.ts'
import { memorySink } from '../../src/sinks/memory.ts'
import { plain } from './contents.ts'
import { sinkContract } from './sink-contract.ts'

sinkContract(
  'memory sink',
  async () => {
    const sink = memorySink(tableSets.core)
    return { sink, read: async (table) => sink.rows[table].map(plain), held: () => 0 }
  },
  { keepsOrder: true, keepsNul: true },
)
