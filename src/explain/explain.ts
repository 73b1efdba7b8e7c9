import { planOf } from '../answers/known-answers.ts'
import { aText, checkArguments, listOf } from '../arguments.ts'
import { type Plan, plannable } from '../plan/plan.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type TableName, tableOf } from '../schema/tables.ts'
import type { Day } from '../time/ticks.ts'
import { aboutOf, siblingsOf } from './about.ts'
import { type Explanation, NOTHING, type Reason } from './explanation.ts'
import { cellText, type FoundRow, findRow, rowsOf, tableNamed } from './find-row.ts'
import { ofNamed } from './of-named.ts'
import { ofNoDay, ofUser } from './of-no-day.ts'
import { ofPopulation } from './of-population.ts'
import { plannedJoin, wrongIn } from './wrong.ts'

/**
 * Why a row of a data set is there. The key names it by the columns of its primary key, or by whatever else tells it. Throws
 * a `RollcallError` that tells near rows where there is none, or several.
 * @example
 * explain(scenario, 'Users', ['ann.bell@contoso.com']).why // ['ann is in `people` of the scenario.']
 */
export function explain(what: Scenario | Plan, table: string, key: readonly string[]): Explanation {
  checkArguments('explain', {
    what: [what, plannable],
    table: [table, aText],
    key: [key, listOf(aText)],
  })
  const plan = planOf(what)
  const found = findRow(plan, tableNamed(table), key)
  const names = tableOf(found.table).columns.map(({ name }) => name)
  const row = Object.fromEntries(names.map((name) => [name, cellText(found.table, name, found.row[name])]))
  const reason = found.day === null ? ofNoDay(plan, found) : ofDay(plan, found, found.day)
  return { table: found.table, row, ...reason }
}

function ofDay(plan: Plan, found: FoundRow, day: Day): Reason {
  const { table, row } = found
  const slice = plan.slice(day, 'conference')
  const of = (name: TableName) => [...rowsOf(plan, name, slice)]
  if (table === 'Registration') return ofRegistration(plan, Number(row.UserId))
  const joins = of('FocusJoinsAndLeaves').map(plannedJoin)
  const about = aboutOf(found, of('Conferences'), joins)
  if (about === null)
    return { ...NOTHING, why: ['It is of an attempt or a session beside those that joined a conference.'] }
  const wrong = wrongIn(plan, slice, found)
  const siblings = siblingsOf(about, found, of)
  const instance = slice.conferences.find(
    ({ sessionIdTime, sessionIdSeq }) =>
      sessionIdTime === about.conference.SessionIdTime && sessionIdSeq === about.conference.SessionIdSeq,
  )
  const reason = instance ? ofNamed(plan, instance, about) : ofPopulation(plan, slice, about)
  return {
    ...reason,
    why: [...reason.why, ...wrong.why],
    paths: [...reason.paths, ...wrong.paths],
    siblings,
  }
}

function ofRegistration(plan: Plan, userId: number): Reason {
  const ofWhom = ofUser(plan, userId)
  const why =
    'Somebody with an account here registers with a device before meeting, and now and then without meeting anybody.'
  return { ...ofWhom, why: [...ofWhom.why, why] }
}
