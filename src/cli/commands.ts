import { ANOMALY_KINDS, isBreaking } from '../scenario/anomaly.ts'
import { tableSets, usualSet } from '../schema/tables.ts'
import type { Io } from './io.ts'

/** Kinds of anomalies that a database with keys does not take. */
const BREAKING = ANOMALY_KINDS.filter((kind) => isBreaking({ kind }))

/** A command as the help shows it. What it does is loaded when it is called, so that `--help` starts at once. */
export interface Command {
  /** Name and arguments, each argument with what it means. */
  readonly name: string
  readonly args: readonly (readonly [argument: string, about: string])[]
  readonly about: string
  /** What the help of the command itself says beyond that. */
  readonly more?: string
  readonly options: readonly Option[]
  readonly examples: readonly (readonly [line: string, about: string])[]
  load(): Promise<{ readonly default: (words: never, io: Io) => Promise<number> }>
}

export interface Option {
  /** `--db <url>`, or `--json` for a switch. */
  readonly flag: string
  readonly about: string
  readonly choices?: readonly string[] | undefined
  readonly usual?: string
  readonly required?: boolean
}

const scenario = ['<scenario>', 'scenario file (YAML or JSON)'] as const
const asOf: Option = {
  flag: '--as-of <date>',
  about: 'date that `today` stands for (default: the day it is)',
}
const anotherSeed: Option = { flag: '--seed <text>', about: "another seed than the scenario's" }
const tables: Option = {
  flag: '--tables <set>',
  about: 'which tables: with what the servers saw (conference), or conferences and their joins alone (core)',
  choices: Object.keys(tableSets),
  usual: usualSet,
}
const noForeignKeys: Option = {
  flag: '--no-foreign-keys',
  about: `with --create: tables without the keys that anomalies can break (${BREAKING.join(', ')})`,
}
const yes: Option = { flag: '--yes', about: 'go on although the data set is enormous' }
const json: Option = { flag: '--json', about: 'print the result as JSON' }
const db: Option = {
  flag: '--db <url>',
  about:
    'sqlite:path, mssql://, postgres:// or mysql://user@host/database; a password can be in ROLLCALL_DB_PASSWORD',
}
const dialect: Option = {
  flag: '--dialect <engine>',
  about: 'engine that the SQL is for (default: mssql)',
  choices: ['mssql', 'postgres', 'mysql', 'sqlite'],
}

export const commands: readonly Command[] = [
  {
    name: 'init',
    args: [['[file]', 'file to write (default: scenario.yaml)']],
    about: 'write a commented starter scenario',
    options: [{ flag: '--force', about: 'replace a file that is there' }],
    examples: [['rollcall init my-week.yaml', 'a scenario to change, with every part explained']],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'check',
    args: [['<scenario...>', 'scenario files']],
    about: 'check scenarios: their problems, or rows per table, size and time',
    more: 'Size and time are those of CSV files that one thread writes. Of a large data set rows and size are told from a sample, within 2 %, and the time from a second of the very work on this machine, within 20 % where nothing else is at work.',
    options: [
      tables,
      {
        flag: '--realism',
        about: 'compare populations with published figures instead: exit code 1 when one is outside its band',
      },
      asOf,
      json,
    ],
    examples: [
      ['rollcall check scenarios/*.yaml', 'all problems of all files at once'],
      ['rollcall check --realism company.yaml', 'does its population behave like real ones?'],
    ],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'generate',
    args: [scenario],
    about: 'write fixture files and manifest.json',
    more: 'What a large data set will be is told first: rows and, but of Parquet, size from a sample, within 2 %, and the time from a second of the very work on this machine, within 20 % where nothing else is at work.\n\nOf a scenario with anomalies ledger.json lists each row and cell that is wrong on purpose.',
    options: [
      { flag: '--out <dir>', about: 'folder to write; it appears whole or not at all', required: true },
      {
        flag: '--format <format>',
        about: 'a file for each table, or one SQL script',
        choices: ['json', 'ndjson', 'csv', 'parquet', 'sql'],
        usual: 'json',
      },
      dialect,
      { flag: '--create', about: 'let the SQL script create the tables' },
      noForeignKeys,
      tables,
      anotherSeed,
      {
        flag: '--jobs <n>',
        about: 'threads that make the rows, of Parquet always one; the bytes are the same for any number',
        usual: '1',
      },
      { flag: '--shard <i/n>', about: 'only the days of this part of the data set, such as 2/4' },
      {
        flag: '--split <by>',
        about: 'a file for each table and UTC day, named as data tools read partitions',
        choices: ['day'],
      },
      { flag: '--force', about: 'write into a folder that holds other files; none is deleted' },
      yes,
      asOf,
      json,
    ],
    examples: [
      ['rollcall generate week.yaml --out fixtures/week', 'JSON, a file for each table'],
      ['rollcall generate week.yaml --out sql --format sql --dialect postgres --create', 'a script for psql'],
      [
        'rollcall generate company.yaml --out company --format parquet --split day',
        'partitions for data tools',
      ],
    ],
    load: () => import('./commands/generate.ts'),
  },
  {
    name: 'seed',
    args: [scenario],
    about: 'insert the rows into a database, all of them or none',
    more: `Of a scenario with anomalies a ledger beside the receipt lists each row and cell that is wrong on purpose. Those that break keys (${BREAKING.join(', ')}) go in with --create --no-foreign-keys alone, and are refused before the first row otherwise.`,
    options: [
      { ...db, about: `${db.about} (default: <scenario>.sqlite in this folder)` },
      { flag: '--create', about: 'create the tables in a database that is there' },
      { flag: tables.flag, choices: tables.choices, about: 'which tables (default: those that are there)' },
      noForeignKeys,
      { flag: '--fresh', about: 'replace an SQLite file that Rollcall made' },
      { flag: '--beside', about: 'go between rows of others, which stay as they are' },
      { flag: '--dry-run', about: 'say what would be inserted, reused and shifted, and write nothing' },
      { flag: '--resume', about: 'go on with a load that ended half-way' },
      { flag: '--extend', about: 'add the days that the scenario has grown by' },
      { flag: '--receipt <file>', about: 'where the receipt lies (default: beside the scenario)' },
      yes,
      anotherSeed,
      asOf,
      json,
    ],
    examples: [
      ['rollcall seed week.yaml', 'makes week.sqlite'],
      [
        'rollcall seed week.yaml --db mssql://sa@localhost/LcsCDR --beside',
        'between the rows that are there',
      ],
      ['rollcall seed week.yaml --db postgres://me@localhost/cdr --create', 'adds the tables to a database'],
    ],
    load: () => import('./commands/seed.ts'),
  },
  {
    name: 'unseed',
    args: [['<scenario>', 'scenario file, or the receipt that `rollcall seed` left']],
    about: 'take exactly the rows of a scenario out of a database again',
    options: [
      { ...db, required: true },
      { flag: '--receipt <file>', about: 'the receipt of the load (default: beside the scenario)' },
      anotherSeed,
      asOf,
      json,
    ],
    examples: [
      ['rollcall unseed week.yaml --db mssql://sa@localhost/LcsCDR', 'and says what it kept, and why'],
      ['rollcall unseed week.sqlite-week.receipt.json --db sqlite:week.sqlite', 'without the scenario file'],
    ],
    load: () => import('./commands/unseed.ts'),
  },
  {
    name: 'verify',
    args: [['[dir...]', 'folder that `rollcall generate` made, or all the shards of one data set']],
    about: 'check a folder or a database: keys, references, times; with a scenario every row',
    more: 'Rows that are wrong on purpose break rules like any others, as far as rules show them. With their scenario exactly those of its anomalies have to be wrong, and a ledger.json has to name them.',
    options: [
      db,
      { flag: '--scenario <file>', about: 'make the rows again and compare by natural key' },
      { flag: '--beside', about: 'let rows of others be, and only count them' },
      {
        flag: tables.flag,
        choices: tables.choices,
        about: 'whose rows should be there (default: as the receipt of the load says, or as there are)',
      },
      anotherSeed,
      asOf,
      json,
    ],
    examples: [
      ['rollcall verify fixtures/week', 'the files against their manifest and the rules'],
      ['rollcall verify shard-1 shard-2 shard-3', 'the shards of one data set together'],
      ['rollcall verify --db sqlite:week.sqlite --scenario week.yaml', 'every row against the scenario'],
      [
        'rollcall verify --db mssql://sa@localhost/LcsCDR --scenario week.yaml --beside',
        'between the rows of others',
      ],
    ],
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'answers',
    args: [['[scenario]', 'scenario file; --explain and --sql do without']],
    about: 'say what each report on the data set must say, computed and not queried',
    more: 'Of a scenario with anomalies each figure stands beside that without them.',
    options: [
      { flag: '--only <answers...>', about: 'only these answers, by the names that --explain tells' },
      {
        flag: '--by <unit>',
        about: 'buckets of the conference summary (default: day)',
        choices: ['hour', 'day', 'week', 'month'],
      },
      {
        flag: '--timezone <zone>',
        about: 'clocks of buckets, --from and --to: UTC, +05:30, Europe/London (default: UTC)',
      },
      { flag: '--from <moment>', about: 'count from then on: 2015-07-13 or 2015-07-13T09:30' },
      { flag: '--to <moment>', about: 'count up to before then' },
      { flag: '--pool <fqdn>', about: 'count the conferences of this pool' },
      {
        flag: '--conference <conferences...>',
        about: 'details of conferences: keys of the scenario, URIs, or ConfInstance GUIDs',
      },
      { flag: '--against <scenario>', about: 'tell instead how the answers of another scenario differ' },
      { flag: '--explain', about: 'tell what the answers mean, with every edge case, instead' },
      { flag: '--sql', about: 'print the queries that give the answers from a database instead' },
      { ...dialect, about: 'engine that --sql is for (default: mssql)' },
      anotherSeed,
      asOf,
      json,
    ],
    examples: [
      ['rollcall answers week.yaml', 'everything, in UTC'],
      [
        'rollcall answers week.yaml --by hour --timezone Europe/London --from 2015-07-14 --to 2015-07-15',
        'one day',
      ],
      ['rollcall answers week.yaml --conference standup', 'who was in which occurrence, and when'],
      [
        'rollcall answers week.yaml --against changed-week.yaml',
        'what a change of the scenario changes in reports',
      ],
      ['rollcall answers --explain --only totals rejoins', 'what is counted'],
      ['rollcall answers --sql --dialect postgres --only totals', 'the query for a report'],
    ],
    load: () => import('./commands/answers.ts'),
  },
  {
    name: 'explain',
    args: [
      scenario,
      ['<table>', 'table of the row, such as FocusJoinsAndLeaves'],
      ['<key...>', 'what tells the row: its primary key, a time, a GUID, an address, or UserId=3'],
    ],
    about: 'say why a row is there: conference, person, lines of the scenario, streams of chance',
    options: [anotherSeed, asOf, json],
    examples: [
      ['rollcall explain week.yaml Users ann.bell@contoso.com', 'who this is'],
      [
        'rollcall explain week.yaml FocusJoinsAndLeaves "2015-07-15T08:58:53.637" ann.bell@contoso.com',
        'why she was there then',
      ],
    ],
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'fixtures',
    args: [['[project]', 'file that says which fixtures are kept (default: rollcall.fixtures.yaml)']],
    about: 'compare checked-in fixtures with what their scenarios give now, row by row',
    options: [
      { flag: '--check', about: 'the default: exit code 1 where they differ' },
      { flag: '--update', about: 'write those that differ anew, and say what changed' },
      json,
    ],
    examples: [
      ['rollcall fixtures', 'which rows moved, and which line of a scenario did it'],
      ['rollcall fixtures --update', 'takes the changes over'],
    ],
    load: () => import('./commands/fixtures.ts'),
  },
  {
    name: 'show',
    args: [
      scenario,
      [
        '[conference]',
        'conference to draw (default: the busiest; of a population, one of 20 people or fewer)',
      ],
    ],
    about: 'draw when people meet, and who was in a conference when',
    options: [
      { flag: '--day <date>', about: 'which occurrence, as 2015-07-13 (default: the busiest)' },
      anotherSeed,
      asOf,
    ],
    examples: [['rollcall show week.yaml standup', 'the time line of one conference']],
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'report',
    args: [scenario],
    about: 'write a page that shows a data set: plots, time lines, rows; it needs no server and no network',
    options: [
      { flag: '--out <file>', about: 'the page to write', usual: 'report.html' },
      { flag: '--force', about: 'replace a file that is not such a page' },
      anotherSeed,
      asOf,
    ],
    examples: [['rollcall report week.yaml --out week.html', 'one file to open in a browser, or to send']],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'schema',
    args: [],
    about: 'print the DDL of the tables, or the JSON Schema of scenario files',
    options: [dialect, tables, { flag: '--json-schema', about: 'the JSON Schema of scenario files instead' }],
    examples: [['rollcall schema --dialect sqlite | sqlite3 empty.db', 'a database without rows']],
    load: () => import('./commands/schema.ts'),
  },
]
