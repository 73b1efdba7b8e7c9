import type { ErrorCode, YAMLError } from 'yaml'
import type { Place, Problem } from './problem.ts'

interface Words {
  /** Where the parser's own message is not plain enough. */
  readonly message?: string
  readonly hint: string
}

/** What the parser says in terms of the YAML standard, said to somebody who has never read it. */
const WORDS: Partial<Record<ErrorCode, Words>> = {
  BAD_INDENT: {
    message: 'the line does not begin in the same column as its neighbours',
    hint: 'Keys of one mapping start in the same column, and what belongs to a key starts further to the right.',
  },
  TAB_AS_INDENT: { message: 'the line is indented with a tab', hint: 'Use spaces.' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'there is a key and value within a value',
    hint: 'Put a text with ": " in quotes, or start the inner key on a line of its own.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key and its ":" stand on one line',
    hint: 'Is a ":" missing here, or a quotation mark above?',
  },
  NON_STRING_KEY: {
    message: 'a key is a plain text',
    hint: 'Put a text that begins with "{" or "[" in quotes.',
  },
  MULTIPLE_DOCS: {
    message: 'a second document begins here',
    hint: 'Put each scenario in a file of its own.',
  },
  BAD_DQ_ESCAPE: { hint: 'In double quotes write \\\\ for a backslash; single quotes need no escape.' },
  BAD_SCALAR_START: { hint: 'Put the text in quotes.' },
  TAG_RESOLVE_FAILED: {
    message: 'tags such as this one have no meaning in a scenario',
    hint: 'Leave it out, or put a text that begins with "!" in quotes.',
  },
}

/** Some faults have no code of their own in the parser. */
function wordsOf({ code, message }: YAMLError): Words | undefined {
  if (message.startsWith('Flow')) {
    return {
      message: 'a list or mapping that began above has no closing bracket',
      hint: 'Close it with "]" or "}". If it is closed, indent its lines further than the key that it belongs to.',
    }
  }
  if (message.startsWith('Missing closing')) {
    return {
      message: 'a text that began above has no closing quotation mark',
      hint: 'Look for a line above with only one of them.',
    }
  }
  return WORDS[code]
}

/** A fault that the YAML parser found in `text`, as a problem. */
export function yamlProblem(
  fault: YAMLError,
  text: string,
  placeOf: (start: number, end: number) => Place,
): Problem {
  const [start, end] = fault.pos
  if (fault.code === 'DUPLICATE_KEY') {
    const key = (/^(?:"[^"\n]*"|'[^'\n]*'|[^\s:,{}[\]]+)/.exec(text.slice(start)) ?? ['this key'])[0]
    const hint = 'Rename one of the two, or bring them together.'
    const place = placeOf(start, start + key.length)
    return problem('duplicate', place, `${key} stands here for the second time`, hint)
  }
  const words = wordsOf(fault)
  const said = words?.message ?? fault.message.charAt(0).toLowerCase() + fault.message.slice(1)
  return problem('yaml-syntax', placeOf(start, end), `not valid YAML: ${said}`, words?.hint ?? null)
}

function problem(code: Problem['code'], place: Place, message: string, hint: string | null): Problem {
  return { code, path: [], place, message, hint }
}
