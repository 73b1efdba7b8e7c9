import { explain as explanationOf } from '../../explain/explain.ts'
import type { Explanation } from '../../explain/explanation.ts'
import { placesIn } from '../../scenario/places.ts'
import { readScenarioText } from '../../scenario/read.ts'
import { EXIT, type Io } from '../io.ts'
import { loadScenario, type ScenarioWords } from '../load-scenario.ts'
import { columns, wrapped } from '../text.ts'

interface Words extends ScenarioWords {
  readonly scenario: string
  readonly table: string
  readonly key: readonly string[]
  readonly json?: boolean
}

/** A line of the scenario file that says so. */
interface Line {
  readonly place: string
  readonly text: string
}

export default async function explain(
  { scenario: file, table, key, json = false, ...words }: Words,
  io: Io,
): Promise<number> {
  const scenario = await loadScenario(file, words, io)
  const found = explanationOf(scenario, table, key)
  const lines = linesOf(file, await readScenarioText(file), found)
  if (json) {
    const { paths: _, ...rest } = found
    io.stdout.write(`${JSON.stringify({ ...rest, lines }, null, 2)}\n`)
  } else io.stdout.write(explained(found, lines, scenario.seed))
  return EXIT.done
}

function linesOf(file: string, text: string, { paths }: Explanation): readonly Line[] {
  const locate = placesIn(text)
  const lines = paths.flatMap((path): Line | readonly Line[] => {
    const place = locate(
      path,
      path.length > 1 && typeof path.at(-1) === 'string' && path.at(-1) !== 'organizer' ? 'key' : 'value',
    )
    return place ? { place: `${file}:${place.line}`, text: place.text.trim() } : []
  })
  return lines.filter((line, at) => lines.findIndex(({ place }) => place === line.place) === at)
}

function explained(
  { table, row, why, streams, siblings }: Explanation,
  lines: readonly Line[],
  seed: string,
): string {
  const paragraphs = [
    `${table}\n${columns(Object.entries(row))}`,
    `why\n${why.map((text) => wrapped(text, '  ')).join('')}`,
  ]
  if (lines.length > 0) paragraphs.push(`scenario\n${columns(lines.map(({ place, text }) => [place, text]))}`)
  if (streams.length > 0)
    paragraphs.push(
      `streams of seed ${seed}\n${columns(streams.map(({ decides, name }) => [name, decides]))}`,
    )
  if (siblings.length > 0)
    paragraphs.push(`rows beside it\n${columns(siblings.map(({ table: name, key }) => [name, key]))}`)
  return paragraphs.join('\n')
}
