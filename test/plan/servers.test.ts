import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { daysOf, makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { sliceRows } from '../../src/rows/rows.ts'
import type { ConferenceEntry, ScenarioFile } from '../../src/scenario/file.ts'
import { tableNames, tableSets } from '../../src/schema/tables.ts'
import { arbitraryScenario } from '../arbitrary-scenario.ts'
import { instancesOf, planOf, tablesOf } from '../generated.ts'
import { arbitraryPopulation } from './population/arbitrary-population.ts'
import { checkServerRules } from './server-rules.ts'

const servers = suite('what the servers saw')

/** Both worlds, with and without much that goes wrong and joins by itself. */
function anything(): fc.Arbitrary<ScenarioFile> {
  const named = fc
    .tuple(arbitraryScenario(), fc.constantFrom(undefined, 0, 1), fc.boolean(), fc.boolean())
    .map(([file, failedJoin, announcements, synthetic]) => ({
      ...file,
      ...(failedJoin === undefined ? {} : { behavior: { ...file.behavior, failedJoin } }),
      conferences: Object.fromEntries(
        Object.entries(file.conferences ?? {}).map(([id, entry], at) => [
          id,
          { ...entry, ...(at === 0 ? { announcements, synthetic } : {}) },
        ]),
      ),
    }))
  const population = fc
    .tuple(arbitraryPopulation(20), fc.constantFrom(undefined, 0, 1))
    .map(([file, failedJoin]) => {
      if (failedJoin === undefined || !file.population) return file
      return { ...file, population: { ...file.population, failedJoin } }
    })
  return fc.oneof({ weight: 2, arbitrary: named }, population)
}

servers('keeps every rule of the conference tables', () => {
  fc.assert(
    fc.property(anything(), (file) => void checkServerRules(planOf(file))),
    { numRuns: 60 },
  )
})

servers('is nothing that the core tables depend on', () => {
  fc.assert(
    fc.property(anything(), (file) => {
      const plan = planOf(file)
      const core = tablesOf(plan)
      const all = tablesOf(plan, tableNames)
      for (const table of tableSets.core) {
        if (table === 'Dialogs' || table === 'ClientVersions') continue
        assert.is(JSON.stringify(all[table]), JSON.stringify(core[table]), table)
      }
      const dialogs = new Set(all.Dialogs.map((row) => JSON.stringify(row)))
      assert.ok(core.Dialogs.every((row) => dialogs.has(JSON.stringify(row))))
    }),
    { numRuns: 25 },
  )
})

servers('is the same in slices of any order, and in each one alone', () => {
  const textOf = (plan: Plan, day: number) =>
    JSON.stringify([...sliceRows(plan, plan.slice(day, 'conference'), tableNames)])
  fc.assert(
    fc.property(anything(), (file) => {
      const scenario = scenarioFrom(file)
      const plan = makePlan(scenario)
      const days = daysOf(plan, 'conference')
      const expected = days.map((day) => textOf(plan, day))
      const again = makePlan(scenario)
      for (const at of [...days.keys()].reverse()) assert.is(textOf(again, days[at]!), expected[at])
      const middle = days.length >> 1
      assert.is(textOf(makePlan(scenario), days[middle]!), expected[middle])
    }),
    { numRuns: 20 },
  )
})

servers('does not move when somebody else comes, or a conference is added', () => {
  const conference = (at: string): ConferenceEntry => ({
    at,
    organizer: 'ann',
    attendees: ['bob', 'eve'],
    modalities: ['chat', 'audio-video', 'applicationsharing', 'data-conf'],
    behavior: { failedJoin: 0.5 },
  })
  const file = (edited: boolean): ScenarioFile => ({
    scenario: 'edit',
    seed: 3,
    start: '2015-07-13',
    days: 3,
    people: {
      ...(edited ? { newcomer: { kind: 'remote' } } : {}),
      ann: {},
      bob: { kind: 'remote' },
      eve: { kind: 'pstn' },
    },
    conferences: {
      ...(edited ? { other: { ...conference('15:00'), organizer: 'newcomer', attendees: [] } } : {}),
      standup: {
        ...conference('09:30'),
        every: 'day',
        modalities: edited
          ? ['chat', 'data-conf', 'audio-video', 'applicationsharing']
          : ['audio-video', 'applicationsharing'],
        attendees: ['bob', 'eve', ...(edited ? ['newcomer'] : [])],
      },
    },
  })
  const facts = (edited: boolean) => {
    const all = instancesOf(planOf(file(edited)), 'conference').filter(
      ({ conference }) => conference.id === 'standup',
    )
    return all.flatMap(({ servers }) => {
      const isOurs = ({
        attendance,
      }: {
        attendance: { participant: { identity: { person: { id: string } } } }
      }) => attendance.participant.identity.person.id !== 'newcomer'
      return [
        ...servers!.focus.filter(isOurs).map(({ response }) => response),
        ...servers!.sessions
          .filter(isOurs)
          .filter(({ modality }) => modality === 'audio-video' || modality === 'applicationsharing')
          .map(({ modality, join, leave, dialog }) => [modality, join, leave, String(dialog?.id)]),
        ...servers!.failed.filter(isOurs).map(({ dialog, failure }) => [dialog.time, failure.id]),
      ].map((fact) => JSON.stringify(fact))
    })
  }
  assert.equal(facts(true).sort(), facts(false).sort())
})

servers('has the announcement service, and tests that watch a pool, where a scenario asks for them', () => {
  const plan = planOf({
    scenario: 'services',
    seed: 1,
    start: '2015-07-13',
    people: { ann: {}, phone: { kind: 'pstn' } },
    conferences: {
      tones: { at: '09:00', organizer: 'ann', attendees: ['phone'], announcements: true },
      watch: { at: '15:00', organizer: 'ann', synthetic: true },
    },
  })
  const { FocusJoinsAndLeaves, Conferences, ClientVersions, McuJoinsAndLeaves } = checkServerRules(plan)
  const typeOf = (version: number | null) =>
    ClientVersions.find(({ VersionId }) => VersionId === version)?.ClientType
  assert.equal(
    Conferences.map(({ Flag }) => Flag),
    [0, 1],
  )
  assert.ok(FocusJoinsAndLeaves.some(({ ClientVerId }) => typeOf(ClientVerId) === 256))
  assert.ok(FocusJoinsAndLeaves.some(({ ClientVerId }) => typeOf(ClientVerId) === 16396))
  assert.ok(McuJoinsAndLeaves.some(({ ClientVerId }) => typeOf(ClientVerId) === 256))
})

servers.run()
