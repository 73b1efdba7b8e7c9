import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { didYouMean, suggest } from '../src/suggest.ts'

const test = suite('suggest')

const keys = ['presenters', 'attendees', 'organizer', 'length', 'every', 'at', 'on']

test('the one name that is clearly near is suggested', () => {
  const meant = {
    presentors: 'presenters',
    presenter: 'presenters',
    atendees: 'attendees',
    attendes: 'attendees',
    organiser: 'organizer',
    lenght: 'length',
    LENGTH: 'length',
    evry: 'every',
    att: 'at',
  }
  for (const [given, name] of Object.entries(meant)) assert.is(suggest(given, keys), name, given)
})

test('nothing is suggested for a name that is far from all', () => {
  for (const given of ['', 'x', 'agenda', 'start', 'participants', 'to'])
    assert.is(suggest(given, keys), null, given)
})

test('nothing is suggested when two names are as near', () => {
  assert.is(suggest('pool03.contoso.com', ['pool01.contoso.com', 'pool02.contoso.com']), null)
  assert.is(suggest('BST', ['EST', 'MST', 'HST']), null)
})

test('a nearer name goes before one that is only near', () => {
  assert.is(suggest('carrol', ['carl', 'carol', 'karl']), 'carol')
})

test('letters that change places are one mistake', () => {
  assert.is(suggest('bbo', ['bob']), 'bob')
})

test('a known name is its own suggestion', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{2,12}$/), { minLength: 1 }), (names) => {
      for (const name of names) assert.is(suggest(name, names), name)
    }),
  )
})

test('whatever is suggested is one of the known names', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (given, names) => {
      const name = suggest(given, names)
      assert.ok(name === null || names.includes(name))
    }),
  )
})

test('the order of the known names changes nothing', () => {
  const word = fc.stringMatching(/^[ab]{1,5}$/)
  fc.assert(
    fc.property(word, fc.uniqueArray(word), (given, names) => {
      assert.is(suggest(given, names), suggest(given, [...names].reverse()))
    }),
  )
})

test('one edit in a name of four letters or more finds it again', () => {
  const edited = fc.stringMatching(/^[a-m]{4,20}$/).chain((name) =>
    fc.tuple(fc.constant(name), fc.nat(name.length - 1)).map(([whole, at]) => ({
      whole,
      texts: [
        whole.slice(0, at) + whole.slice(at + 1),
        `${whole.slice(0, at)}z${whole.slice(at + 1)}`,
        `${whole.slice(0, at)}z${whole.slice(at)}`,
      ],
    })),
  )
  fc.assert(
    fc.property(edited, ({ whole, texts }) => {
      for (const text of texts) assert.is(suggest(text, ['zzzzzzzzzzzz', whole]), whole, text)
    }),
  )
})

test('a very long name takes no time', () => {
  const start = performance.now()
  assert.is(suggest('x'.repeat(1_000_000), keys), null)
  assert.ok(performance.now() - start < 100)
})

test('a suggestion is a question', () => {
  assert.is(didYouMean('presentors', keys), 'Did you mean `presenters`?')
  assert.is(didYouMean('agenda', keys), null)
})

test.run()
