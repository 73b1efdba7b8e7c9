export type { Cell } from './answers/answer.ts'
export { type AnswerName, answerNames } from './answers/answers.ts'
export type { Asking } from './answers/asking.ts'
export { type AnswerChange, type ChangedRow, compareAnswers } from './answers/compare-answers.ts'
export {
  type AnswerDefinition,
  type AnswerRow,
  answerDefinitions,
  answers,
  type KnownAnswers,
} from './answers/known-answers.ts'
export { type Figure, realism } from './answers/realism.ts'
export { busiestHour, type Summary, summarize } from './answers/summary.ts'
export { type DatabaseUrl, databaseUrl } from './databases/url.ts'
export type { DialectName } from './dialects/dialect.ts'
export { type ErrorCode, errorCodes, RollcallError } from './errors.ts'
export { type Estimate, type EstimateOptions, estimate } from './estimate.ts'
export { explain } from './explain/explain.ts'
export type { Explanation } from './explain/explanation.ts'
export type { Stream } from './explain/streams.ts'
export type { FileFormat, Manifest } from './files/manifest.ts'
export {
  checkFixtures,
  type FixtureChange,
  type FixturesReport,
  updateFixtures,
} from './fixtures/fixtures.ts'
export { type GenerateOptions, generate, type OnProgress } from './generate.ts'
export { type FilesOptions, generateFiles } from './generate-files.ts'
export { parseScenario, scenarioFrom, withSeed } from './parse-scenario.ts'
export { makePlan, slices } from './plan/make-plan.ts'
export type { Attendance, ConferenceInstance, Participant, Plan, Slice } from './plan/plan.ts'
export { type KeyRead, keysRead } from './queries/keys.ts'
export { queryFor } from './queries/query-for.ts'
export { type ReportOptions, report } from './report/report.ts'
export type { Shard } from './rows/parts.ts'
export { rows } from './rows/rows.ts'
export { withoutAnomalies } from './scenario/anomaly.ts'
export type { ParseOptions } from './scenario/check.ts'
export type { ScenarioFile } from './scenario/file.ts'
export { type Problem, problemText, ScenarioError } from './scenario/problem.ts'
export type { Scenario } from './scenario/scenario.ts'
export type { DialogId } from './schema/dialog-id.ts'
export type { Guid } from './schema/guid.ts'
export { type Batch, type Counts, type TableName, type Tables, tableSets, tables } from './schema/tables.ts'
export { type Loaded, type SeedOptions, seed } from './seed.ts'
export { type SeedFileOptions, seedFile, seedUrl } from './seed-file.ts'
export { csvSink } from './sinks/csv.ts'
export { jsonSink, ndjsonSink } from './sinks/json.ts'
export { type MemorySink, memorySink, type RowSet } from './sinks/memory.ts'
export { parquetSink } from './sinks/parquet.ts'
export type { Sink } from './sinks/sink.ts'
export { type SqlScriptOptions, sqlSink } from './sinks/sql.ts'
export { sqliteSink } from './sinks/sqlite.ts'
export { type ConferenceWords, ScenarioBuilder, type ScenarioWords, scenario } from './testing/builder.ts'
export { Fixture, type FixtureOptions, fixture } from './testing/fixture.ts'
export { type GalleryName, gallery } from './testing/gallery-names.ts'
export type { NaturalRow, SomeRows } from './testing/natural-rows.ts'
export {
  assertSameRows,
  differencesText,
  type RowDifference,
  RowsError,
  rowDifferences,
} from './testing/row-differences.ts'
export { type Conditions, type JsonRows, Rows } from './testing/rows.ts'
export { type MemoryDatabase, memoryDatabase, type Seedable, type Seeded, seeded } from './testing/seeded.ts'
export type { DrivenRows, GivenRows, PlainValue } from './testing/values.ts'
export { dateTimeText, msFromTicks, type Ticks, ticksFromMs } from './time/ticks.ts'
export { type Unloaded, type UnseedOptions, unseed } from './unseed.ts'
export type { AnswerDifference, AnswersVerdict, WrongAnswer } from './verify/answers.ts'
export {
  type Verdict,
  type VerifyOptions,
  verify,
  verifyFile,
  verifyFolder,
  verifyUrl,
} from './verify/verify.ts'
