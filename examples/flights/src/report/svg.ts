/** Markup that is complete and escaped. Only {@link element} makes it, so text can never pass for markup. */
export interface Markup {
  readonly markup: string
}

export type Attributes = Readonly<Record<string, string | number>>

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Control characters and the two noncharacters have no place in XML, not even escaped. */
const isAllowed = (character: string): boolean =>
  character === '\t' || character === '\n' || (character >= ' ' && character !== '\uFFFE' && character !== '\uFFFF')

const escapeText = (text: string): string =>
  [...text.toWellFormed()]
    .filter(isAllowed)
    .map((character) => ESCAPES[character] ?? character)
    .join('')

// A tenth of a pixel is as fine as anybody sees; more digits would only make the document longer.
const toText = (value: string | number): string => (typeof value === 'number' ? String(Math.round(value * 10) / 10) : value)

/** One element; strings among its children become text. */
export function element(name: string, attributes: Attributes, ...children: readonly (Markup | string)[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(toText(value))}"`)
  const content = children.map((child) => (typeof child === 'string' ? escapeText(child) : child.markup))
  const open = `<${name}${written.join('')}`
  return { markup: children.length === 0 ? `${open}/>` : `${open}>${content.join('')}</${name}>` }
}

export interface Canvas {
  readonly width: number
  readonly height: number
  /** Read out in place of the picture. */
  readonly title: string
}

/** A whole SVG document on a white ground, so that it reads the same on a light and on a dark page. */
export function svgDocument({ width, height, title }: Canvas, ...children: readonly Markup[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'font-family': 'system-ui, sans-serif',
    'font-size': 12,
    fill: '#1f2933',
  }
  const ground = element('rect', { width, height, rx: 6, fill: '#ffffff' })
  return element('svg', attributes, element('title', {}, title), ground, ...children).markup
}
