import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { placeIn } from '../../src/scenario/place.ts'
import { type Path, pathText, problemText, ScenarioError } from '../../src/scenario/problem.ts'

const test = suite('problem')

/** The lines that are printed for a problem at the first `x` of a text. */
function excerptOf(text: string): string[] {
  const at = text.indexOf('x')
  const place = placeIn(text, at, at + (/^x+/.exec(text.slice(at)) as RegExpExecArray)[0].length)
  return problemText('any.yaml', { code: 'wrong-type', path: [], place, message: 'wrong', hint: null })
    .split('\n')
    .slice(1)
}

test('a problem is printed as place, path, message, line, caret and hint', () => {
  const place = placeIn('a: 1\nb: xx\n', 8, 10)
  const problem = { code: 'wrong-type', path: ['b'], place, message: 'wrong', hint: 'Do it right.' } as const
  assert.is(
    problemText('any.yaml', problem),
    ['any.yaml:2:4: b: wrong', '  2 | b: xx', '    |    ^^', '  Do it right.'].join('\n'),
  )
})

test('a problem without a place, path and hint is a single line', () => {
  const problem = { code: 'file-empty', path: [], place: null, message: 'wrong', hint: null } as const
  assert.is(problemText('any.yaml', problem), 'any.yaml: wrong')
})

test('problems of one file are printed with an empty line between them', () => {
  const problem = { code: 'file-empty', path: [], place: null, message: 'wrong', hint: null } as const
  assert.is(new ScenarioError('any.yaml', [problem, problem]).message, 'any.yaml: wrong\n\nany.yaml: wrong')
})

test('a path is written as one would in code', () => {
  const paths: [Path, string][] = [
    [[], ''],
    [['conferences', 'standup', 'joins', 'bob', 1, 'leave'], 'conferences.standup.joins.bob[1].leave'],
    [['people', 'crew.1'], 'people."crew.1"'],
    [['a b', 0, 1], '"a b"[0][1]'],
    [['', '"'], '""."\\""'],
  ]
  for (const [path, text] of paths) assert.is(pathText(path), text)
})

test('carets stand below what they mean, also after tabs, accents and wide letters', () => {
  assert.equal(excerptOf('a: xxx # no'), ['  1 | a: xxx # no', '    |    ^^^'])
  assert.equal(excerptOf('\txx'), ['  1 |  xx', '    |  ^^'])
  assert.equal(excerptOf('e\u0301: x'), ['  1 | e\u0301: x', '    |    ^'])
  assert.equal(excerptOf('安🎉: x'), ['  1 | 安🎉: x', '    |       ^'])
  assert.equal(excerptOf('\u001b[31m x'), ['  1 |  [31m x', '    |       ^'])
})

test('of a long line the part around the problem is shown', () => {
  const [line = '', carets = ''] = excerptOf(`${'- '.repeat(500)}xxx${' -'.repeat(500)}`)
  assert.ok(line.length <= 106)
  assert.is(line.indexOf('xxx'), carets.indexOf('^^^'))
})

test('a value of several lines is marked to the end of its first', () => {
  const place = placeIn('a: xx\n  xx\n', 3, 10)
  assert.equal([place.line, place.column, place.width, place.text], [1, 4, 2, 'a: xx'])
})

test('lines and columns count from 1, for all kinds of line ends', () => {
  for (const end of ['\n', '\r\n']) {
    const text = `a${end}bc${end}${end}d`
    const { line, column, text: shown } = placeIn(text, text.indexOf('c'), text.indexOf('c') + 1)
    assert.equal([line, column, shown], [2, 2, 'bc'])
    assert.equal([placeIn(text, text.length, text.length).line, placeIn(text, 0, 1).column], [4, 1])
  }
})

test('the place of any part of any text holds that part', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'é', '🎉', ' ', '\n', '\r\n') }),
      fc.nat(),
      (text, n) => {
        const at = n % (text.length + 1)
        const { line, column, width, text: shown } = placeIn(text, at, at + 1)
        assert.is(text.split('\n').length >= line, true)
        assert.ok(column >= 1 && width >= 1)
        assert.not.match(shown, '\n')
        const isLineEnd = at === text.length || text[at] === '\n' || text[at] === '\r'
        if (!isLineEnd) assert.is(shown[column - 1], text[at])
      },
    ),
  )
})

test.run()
