import { MINUTE, type Ticks } from '../time/ticks.ts'
import type { Figure } from './realism.ts'

// How people read amounts.

/** `12,158`. */
export function count(amount: number): string {
  return amount.toLocaleString('en-US')
}

export function plural(amount: number, noun: string): string {
  return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`
}

/** `98 h 12 min`, `1 h`, `7 min`. */
export function span(ticks: Ticks): string {
  const minutes = Math.round(ticks / MINUTE)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${count(hours)} h` : `${count(hours)} h ${rest} min`
}

/** What is near enough to a figure. */
export function bandText({ band, unit }: Pick<Figure, 'band' | 'unit'>): string {
  if (typeof band === 'string') return band
  return withUnit(band.map(([from, to]) => `${from}-${to}`).join(', '), unit)
}

/** The values of a figure. */
export function valuesText({ values, unit }: Pick<Figure, 'values' | 'unit'>): string {
  return withUnit(values.map(valueText).join(', '), unit)
}

/** Three digits, and no more than two after the point. But 99.98 is not 100. */
function valueText(value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (value >= 99 && value < 100) return (Math.floor(value * 100) / 100).toFixed(2)
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text} ${unit}`
}
