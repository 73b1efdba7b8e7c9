import type { Figure } from '../answers/realism.ts'
import { bandText, valuesText } from '../answers/words.ts'
import { columns, plural } from './text.ts'

/** Each figure with what there is here, what is near enough, and what was published; last a line that counts the verdicts. */
export function realismTable(figures: readonly Figure[]): string {
  const lines = figures.map((figure) => {
    const { id, name, published, source, verdict, why } = figure
    return [
      id,
      name,
      valuesText(figure),
      bandText(figure),
      `${published} ${source}`,
      why === null ? verdict : `${verdict}: ${why}`,
    ]
  })
  const head = ['', 'figure', 'here', 'near enough', 'published', 'verdict']
  const count = (wanted: Figure['verdict']) => figures.filter(({ verdict }) => verdict === wanted).length
  const [asked, outside] = [figures.length - count('not asked'), count('outside')]
  return `${columns([head, ...lines])}  ${plural(asked, 'figure')} asked, ${outside === 0 ? 'none' : outside} outside\n`
}
