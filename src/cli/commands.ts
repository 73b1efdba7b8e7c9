import type { Argv } from 'yargs'
import type { Io } from './io.ts'

/** A command as the help shows it. What it does is loaded when it is called, so that `--help` starts at once. */
export interface Command {
  readonly usage: string
  readonly about: string
  readonly optionNames: readonly string[]
  options(yargs: Argv): Argv
  load(): Promise<{ readonly default: (words: never, io: Io) => Promise<number> }>
}

const FORMATS = ['json', 'ndjson', 'csv', 'sql'] as const
const DIALECTS = ['mssql', 'postgres', 'mysql', 'sqlite'] as const
const SETS = ['core'] as const

const scenario = (yargs: Argv) =>
  yargs
    .positional('scenario', { type: 'string', demandOption: true, describe: 'scenario file (YAML or JSON)' })
    .option('as-of', {
      type: 'string',
      describe: 'date that `today` stands for; default: the day it is',
      requiresArg: true,
    })
const seedOption = {
  type: 'string',
  describe: "another seed than the scenario's",
  requiresArg: true,
} as const
const tablesOption = { choices: SETS, default: 'core', describe: 'which tables' } as const
const jsonOption = { type: 'boolean', describe: 'print the result as JSON' } as const

export const commands: readonly Command[] = [
  {
    usage: 'init [file]',
    about: 'Write a commented starter scenario',
    optionNames: ['force'],
    options: (yargs) =>
      yargs
        .positional('file', { type: 'string', default: 'scenario.yaml', describe: 'file to write' })
        .option('force', { type: 'boolean', describe: 'replace a file that is there' })
        .example('rollcall init my-week.yaml', 'a scenario to change, with every key explained'),
    load: () => import('./commands/init.ts'),
  },
  {
    usage: 'check <scenario..>',
    about: 'Check scenarios; print their problems, or rows per table and size',
    optionNames: ['as-of', 'json'],
    options: (yargs) =>
      scenario(yargs)
        .positional('scenario', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'scenario files',
        })
        .option('json', jsonOption)
        .example('rollcall check scenarios/*.yaml', 'all problems of all files at once'),
    load: () => import('./commands/check.ts'),
  },
  {
    usage: 'generate <scenario>',
    about: 'Write fixture files and manifest.json',
    optionNames: ['out', 'format', 'dialect', 'create', 'tables', 'seed', 'force', 'as-of', 'json'],
    options: (yargs) =>
      scenario(yargs)
        .option('out', {
          type: 'string',
          demandOption: true,
          describe: 'folder to write; appears whole or not at all',
          requiresArg: true,
        })
        .option('format', {
          choices: FORMATS,
          default: 'json',
          describe: 'a file for each table, or one SQL script',
        })
        .option('dialect', {
          choices: DIALECTS,
          default: 'mssql',
          describe: 'engine that the SQL script is for',
        })
        .option('create', { type: 'boolean', describe: 'let the SQL script create the tables' })
        .option('tables', tablesOption)
        .option('seed', seedOption)
        .option('force', {
          type: 'boolean',
          describe: 'write into a folder that holds other files; none is deleted',
        })
        .option('json', jsonOption)
        .example('rollcall generate week.yaml --out fixtures/week', 'JSON, a file for each table')
        .example(
          'rollcall generate week.yaml --out sql --format sql --dialect postgres --create',
          'a script for psql',
        ),
    load: () => import('./commands/generate.ts'),
  },
  {
    usage: 'seed <scenario>',
    about: 'Insert the rows into a database, all of them or none',
    optionNames: ['db', 'create', 'fresh', 'dry-run', 'seed', 'as-of', 'json'],
    options: (yargs) =>
      scenario(yargs)
        .option('db', {
          type: 'string',
          describe: 'sqlite:path; default: <scenario>.sqlite in this folder',
          requiresArg: true,
        })
        .option('create', { type: 'boolean', describe: 'create the tables in a database that is there' })
        .option('fresh', { type: 'boolean', describe: 'replace an SQLite file that Rollcall made' })
        .option('dry-run', { type: 'boolean', describe: 'say what would be inserted, and write nothing' })
        .option('seed', seedOption)
        .option('json', jsonOption)
        .example('rollcall seed week.yaml', 'makes week.sqlite')
        .example('rollcall seed week.yaml --db sqlite:test.db --create', 'adds the tables to test.db'),
    load: () => import('./commands/seed.ts'),
  },
  {
    usage: 'verify [dir]',
    about: 'Check a folder or a database: keys, references, order of times; with a scenario every row',
    optionNames: ['db', 'scenario', 'as-of', 'json'],
    options: (yargs) =>
      yargs
        .positional('dir', { type: 'string', describe: 'folder that `generate` made' })
        .option('db', { type: 'string', describe: 'sqlite:path', requiresArg: true })
        .option('scenario', {
          type: 'string',
          describe: 'make the rows again and compare by natural key',
          requiresArg: true,
        })
        .option('as-of', { type: 'string', describe: 'date that `today` stands for', requiresArg: true })
        .option('seed', seedOption)
        .option('json', jsonOption)
        .example('rollcall verify fixtures/week', 'the files against their manifest and the rules')
        .example(
          'rollcall verify --db sqlite:week.sqlite --scenario week.yaml',
          'every row against the scenario',
        ),
    load: () => import('./commands/verify.ts'),
  },
  {
    usage: 'show <scenario> [conference]',
    about: 'Draw when people meet, and who was in a conference when',
    optionNames: ['day', 'as-of', 'seed'],
    options: (yargs) =>
      scenario(yargs)
        .positional('conference', { type: 'string', describe: 'conference to draw; default: the busiest' })
        .option('day', {
          type: 'string',
          describe: 'which occurrence, as 2015-07-13; default: the busiest',
          requiresArg: true,
        })
        .option('seed', seedOption)
        .example('rollcall show week.yaml standup', 'the time line of one conference'),
    load: () => import('./commands/show.ts'),
  },
  {
    usage: 'schema',
    about: 'Print the DDL of the tables, or the JSON Schema of scenario files',
    optionNames: ['dialect', 'tables', 'scenario'],
    options: (yargs) =>
      yargs
        .option('dialect', { choices: DIALECTS, default: 'mssql', describe: 'engine that the DDL is for' })
        .option('tables', tablesOption)
        .option('scenario', { type: 'boolean', describe: 'the JSON Schema of scenario files instead' })
        .example('rollcall schema --dialect sqlite | sqlite3 empty.db', 'an empty database'),
    load: () => import('./commands/schema.ts'),
  },
]
