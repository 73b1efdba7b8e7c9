import { createAll } from '../../dialects/ddl.ts'
import type { DialectName } from '../../dialects/dialect.ts'
import { dialects } from '../../dialects/dialects.ts'
import { type TableSet, tableSets } from '../../schema/tables.ts'
import { EXIT, type Io, UsageError } from '../io.ts'

interface Words {
  readonly dialect?: DialectName
  readonly tables: TableSet
  readonly jsonSchema?: boolean
}

export default async function schema(
  { dialect: name, tables, jsonSchema = false }: Words,
  io: Io,
): Promise<number> {
  if (jsonSchema) {
    if (name !== undefined) throw new UsageError('--dialect is for the DDL, and --json-schema prints none')
    const { scenarioJsonSchema } = await import('../../scenario/file.ts')
    io.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`)
    return EXIT.done
  }
  const dialect = dialects[name ?? 'mssql']
  for (const statement of createAll(dialect, tableSets[tables])) {
    io.stdout.write(`${statement};\n${dialect.batchEnd}\n`)
  }
  return EXIT.done
}
