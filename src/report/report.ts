import { aFunction, checkArguments, objectWith, optionsOf } from '../arguments.ts'
import type { OnProgress } from '../generate.ts'
import { makePlan } from '../plan/make-plan.ts'
import { aScenario, type Scenario } from '../scenario/scenario.ts'
import { type TableName, tableList, tableSets } from '../schema/tables.ts'
import { gather } from './gather.ts'
import { linesOf, type Source } from './lines.ts'
import { page } from './page.ts'

export { PAGE_START } from './page.ts'

import { drawer } from './svg.ts'

export interface ReportOptions {
  /** The file that the scenario was made from, so that the page can tell which line brought somebody into a conference. */
  readonly source?: Source | undefined
  /** Tables that are counted, and whose rows are shown. Default: those that conference reports join. */
  readonly tables?: readonly TableName[] | undefined
  readonly onProgress?: OnProgress | undefined
}

const reportOptions = optionsOf({
  source: objectWith('{ file, text } of the scenario', 'file', 'text'),
  tables: tableList,
  onProgress: aFunction,
})

/**
 * One page of HTML that shows the data set of a scenario: figures, concurrency, distributions, conferences with their rows.
 * It needs nothing beside itself, and is the same for the same scenario. Throws a `RollcallError` when the packages that
 * draw it are not installed.
 */
export async function report(scenario: Scenario, options: ReportOptions = {}): Promise<string> {
  checkArguments('report', { scenario: [scenario, aScenario], options: [options, reportOptions] })
  const { source, tables = tableSets.conference, onProgress } = options
  const drawing = await drawer()
  return page(
    drawing,
    scenario,
    gather(makePlan(scenario), tables, onProgress),
    linesOf(scenario, source ?? null),
  )
}
