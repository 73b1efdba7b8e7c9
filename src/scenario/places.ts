import { type Locate, nowhere } from './locate.ts'
import { parse } from './parse.ts'

/** Where the parts of a scenario stand in its text; nowhere where the text is no scenario. */
export function placesIn(text: string): Locate {
  const parsed = parse(text)
  return 'locate' in parsed ? parsed.locate : nowhere
}
