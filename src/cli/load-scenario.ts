import { parseScenario, withSeed } from '../parse-scenario.ts'
import { readScenarioText } from '../scenario/read.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Day, dayFromText, dayText } from '../time/ticks.ts'
import { dayIn } from '../time/zone.ts'
import { type Io, UsageError } from './io.ts'

export interface ScenarioWords {
  readonly asOf?: string | undefined
  readonly seed?: string | undefined
}

/** Reads and checks a scenario file. A word such as `today` is resolved here, and what came out of it is told. */
export async function loadScenario(file: string, words: ScenarioWords, io: Io): Promise<Scenario> {
  return (await loadWithText(file, words, io)).scenario
}

/** The same, with the text of the file. */
export async function loadWithText(
  file: string,
  { asOf, seed }: ScenarioWords,
  io: Io,
): Promise<{ readonly scenario: Scenario; readonly text: string }> {
  const given = asOf === undefined ? null : dayFromText(asOf)
  if (asOf !== undefined && given === null)
    throw new UsageError(`--as-of ${asOf} is not a date; write it as 2015-07-13`)
  let today: Day | null = null
  const text = await readScenarioText(file)
  const scenario = parseScenario(text, {
    file,
    today: (zone) => {
      today = given ?? dayIn(zone, io.now())
      return today
    },
  })
  if (today !== null) {
    const { start, days, zone } = scenario
    const period = `${dayText(start)} to ${dayText(start + days - 1)}`
    io.stderr.write(`today is ${dayText(today)} in ${zone.name}, so the scenario goes from ${period}\n`)
  }
  return { scenario: seed === undefined ? scenario : withSeed(scenario, seed, file), text }
}
