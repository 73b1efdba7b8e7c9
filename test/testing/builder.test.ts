import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { generate, memorySink, parseScenario, ScenarioError, scenario } from '../../src/index.ts'
import { usualTables } from '../../src/schema/tables.ts'
import { SMALL_TEXT } from '../small-scenario.ts'

const test = suite('scenario builder')

const people = scenario('small', {
  seed: 7,
  days: 3,
  timezone: 'Europe/London',
  pools: ['pool01.contoso.com', 'pool02.contoso.com'],
})
  .person('ann', { name: 'Ann Bell' })
  .person('bob', { kind: 'remote', devices: ['desktop', 'mobile'] })
  .person('carol', { kind: 'federated', domain: 'fabrikam.com' })
  .person('guest', { kind: 'anonymous' })
  .person('phone', { kind: 'pstn', number: '+441214960123' })
  .person('team', { group: 4 })

const small = people
  .conference('standup', {
    at: '09:30',
    every: 'day',
    length: '15m',
    organizer: 'ann',
    presenters: ['bob'],
    attendees: ['carol', 'guest', 'phone', 'team'],
    joins: {
      bob: [
        { join: '-1m', leave: '7m' },
        { join: '9m', device: 'mobile' },
      ],
    },
  })
  .conference('late', {
    at: '23:50',
    on: '2015-07-14',
    length: '30m',
    organizer: 'bob',
    attendees: ['ann', 'guest'],
    pool: 'pool02.contoso.com',
  })

test('says the same as the file with the same words', async () => {
  const sink = memorySink(usualTables)
  await generate(parseScenario(SMALL_TEXT), sink)
  assert.equal(small.fixture().rows, sink.rows)
})

test('a builder that others grew from stays as it was', () => {
  assert.is(people.file.conferences, undefined)
  assert.is(people.build().conferences.length, 0)
  assert.is(small.build().conferences.length, 2)
})

test('names of people and conferences are checked by the compiler', () => {
  small.fixture().address('ann')
  small.fixture().address('team.3')
  small.fixture().uri('late')
  // @ts-expect-error nobody has this name
  assert.throws(() => small.fixture().address('anne'))
  // @ts-expect-error no conference has this name
  assert.throws(() => small.fixture().uri('standupp'))
  // @ts-expect-error the organizer is to be one of the people
  const unknown = people.conference('review', { at: '10:00', organizer: 'anne' })
  assert.throws(() => unknown.build(), /"anne" is not in `people`/)
  const ann = { at: '10:00', organizer: 'ann' } as const
  // @ts-expect-error a group cannot organize
  assert.throws(() => people.conference('review', { at: '10:00', organizer: 'team' }).build())
  // @ts-expect-error an exact attendance is of somebody who is there
  assert.throws(() => people.conference('review', { ...ann, joins: { dan: [] } }).build())
  // @ts-expect-error a word that conferences do not have
  assert.throws(() => people.conference('review', { ...ann, lenght: '5m' }).build())
})

test('what is wrong is told when the scenario is used, all at once', () => {
  const wrong = scenario('wrong', { start: '2015-02-30' })
    .person('ann')
    .conference('late', {
      at: '25:00',
      organizer: 'nobody' as never,
    })
  try {
    wrong.build()
    assert.unreachable()
  } catch (error) {
    assert.instance(error, ScenarioError)
    const { code, problems } = error as ScenarioError
    assert.is(code, 'ROLLCALL_E_SCENARIO')
    assert.equal(
      problems.map(({ path }) => path.join('.')),
      ['conferences.late.at', 'start', 'conferences.late.organizer'],
    )
  }
})

test('a name that is given twice, or means something to JavaScript, is refused', () => {
  assert.throws(() => people.person('ann'), /two people are named "ann"/)
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const named = scenario('odd').person(name)
    assert.ok(Object.hasOwn(named.file.people!, name))
    if (name === '__proto__') assert.throws(() => named.build(), /__proto__/)
    else assert.is(named.build().people[0]!.id, name)
  }
  assert.is(({} as { kind?: string }).kind, undefined)
})

test.run()
