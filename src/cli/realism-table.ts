import type { Figure } from '../answers/realism.ts'
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

function bandText({ band, unit }: Figure): string {
  if (typeof band === 'string') return band
  return withUnit(band.map(([from, to]) => `${from}-${to}`).join(', '), unit)
}

function valuesText({ values, unit }: Figure): string {
  return withUnit(values.map((value) => (Number.isFinite(value) ? shown(value) : '-')).join(', '), unit)
}

/** Three digits, and no more than two after the point. But 99.98 is not 100. */
function shown(value: number): string {
  if (value >= 99 && value < 100) return (Math.floor(value * 100) / 100).toFixed(2)
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text} ${unit}`
}
