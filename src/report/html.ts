/** Text that is markup already. Everything else that goes into markup is escaped. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

type Part = Html | string | number | null | readonly Part[]

/**
 * Markup from a template: texts are shown as they are, whatever they hold; lists are joined, and null is left out.
 * @example
 * html`<p>${'a < b'}</p>` // <p>a &lt; b</p>
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, at) => text + markup(parts[at - 1] ?? null) + string))
}

function markup(part: Part): string {
  if (part === null) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(markup).join('')
  return escaped(String(part))
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * A text as it can stand between tags and in quotes. Marks that change the direction of what comes after them, and other
 * characters that are not seen, are shown by their numbers.
 */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (letter) => ESCAPES[letter]!)
}

/** Control characters, marks of direction, and what belongs to no script. Joiners stay: letters of some scripts need them. */
const UNSEEN = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu

function visible(text: string): string {
  return text.replace(UNSEEN, (letter) => {
    return `⟨U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}
