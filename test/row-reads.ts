import { tables } from '../src/schema/tables.ts'

export const ROW_READS = new URL('../src/schema/row-reads.ts', import.meta.url)

/** The text of `src/schema/row-reads.ts`, from the schema. */
export function rowReadsText(): string {
  const reads = Object.entries(tables).map(([table, { columns }]) => {
    const puts = columns.map(({ name }) => `    const ${name} = put('${name}')\n`)
    const calls = columns.map(({ name }) => `      ${name}(out, row.${name})\n`)
    return `  ${table}: (put) => {\n${puts.join('')}    return (out, row) => {\n${calls.join('')}    }\n  },\n`
  })
  return `import type { Tables } from './tables.ts'

/** What is done with a value of one column. */
export type Put<Out> = (out: Out, value: unknown) => void

/** From what is done with each column to what is done with a row. */
export type RowRead<R> = <Out>(put: (column: string) => Put<Out>) => (out: Out, row: R) => void

/**
 * Hands the values of a row on, column after column. Each table has its own code, so that each read of a property sees rows
 * of one shape only: several times as fast as going through a list of names. \`npm run fixtures\` writes it from the schema.
 */
export const rowReads: { readonly [T in keyof Tables]: RowRead<Tables[T]> } = {
${reads.join('')}}
`
}
