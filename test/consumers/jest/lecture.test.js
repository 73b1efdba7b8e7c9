import { fixture, makePlan, summarize } from 'rollcall'

test('an ES module imports the library', () => {
  const { joins } = summarize(makePlan(fixture('lecture').scenario))
  expect(fixture('lecture').rowsOf('FocusJoinsAndLeaves')).toHaveLength(joins)
})
