/** How a stretch of terminal text looks; colours are names of `--ansi-…` tokens or `#rrggbb`. */
export interface AnsiStyle {
  readonly color?: string
  readonly background?: string
  readonly bold?: true
  readonly dim?: true
  readonly italic?: true
  readonly underline?: true
}

export interface AnsiSpan extends AnsiStyle {
  readonly text: string
}

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
const PLAIN: AnsiStyle = {}
const ESCAPE = '\u001b'
// CSI sequences (of which only SGR, "m", means something here), OSC sequences such as titles and links, and two-character escapes.
const SEQUENCE = new RegExp(
  `${ESCAPE}(?:\\[([0-?]*)[ -/]*([@-~])|\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)?|[ -/]*[0-~])`,
  'g',
)
const CONTROLS = /[^\P{Cc}\n\r\t]/gu

/** One line into its spans; the style at its end goes on in the next line. */
export function parseAnsi(
  line: string,
  start: AnsiStyle = PLAIN,
): { readonly spans: readonly AnsiSpan[]; readonly end: AnsiStyle } {
  const spans: AnsiSpan[] = []
  let style = start
  let at = 0
  const push = (text: string): void => {
    const shown = text.replaceAll(CONTROLS, '')
    if (shown !== '') spans.push({ ...style, text: shown })
  }
  for (const match of line.matchAll(SEQUENCE)) {
    push(line.slice(at, match.index))
    at = match.index + match[0].length
    if (match[2] === 'm') style = styleAfter(style, match[1] ?? '')
  }
  push(line.slice(at))
  return { spans, end: style }
}

/** Without colours and controls, for searching and copying. */
export const plainText = (line: string): string => line.replaceAll(SEQUENCE, '').replaceAll(CONTROLS, '')

function styleAfter(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)))
  let next = style
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] ?? 0
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(i + 1))
      i += used
      if (color !== undefined) next = { ...next, [code === 38 ? 'color' : 'background']: color }
    } else {
      next = applyCode(next, code)
    }
  }
  return next
}

function without<Key extends keyof AnsiStyle>(style: AnsiStyle, ...keys: readonly Key[]): AnsiStyle {
  return Object.fromEntries(Object.entries(style).filter(([key]) => !keys.includes(key as Key)))
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return PLAIN
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 3) return { ...style, italic: true }
  if (code === 4) return { ...style, underline: true }
  if (code === 22) return without(style, 'bold', 'dim')
  if (code === 23) return without(style, 'italic')
  if (code === 24) return without(style, 'underline')
  if (code === 39) return without(style, 'color')
  if (code === 49) return without(style, 'background')
  const named = namedColor(code)
  return named === undefined ? style : { ...style, [named.key]: named.color }
}

function namedColor(code: number): { readonly key: 'color' | 'background'; readonly color: string } | undefined {
  // 30-37 and 90-97 colour the text, 40-47 and 100-107 what lies behind it; bright ones share the token of their plain twin.
  const tens = Math.floor(code / 10)
  const color = NAMES[code % 10]
  if (color === undefined) return undefined
  if (tens === 3 || tens === 9) return { key: 'color', color }
  return tens === 4 || tens === 10 ? { key: 'background', color } : undefined
}

function extendedColor(codes: readonly number[]): { readonly color: string | undefined; readonly used: number } {
  if (codes[0] === 2) return { color: rgb(codes[1], codes[2], codes[3]), used: 4 }
  if (codes[0] === 5) return { color: indexedColor(codes[1] ?? 0), used: 2 }
  return { color: undefined, used: codes.length }
}

function indexedColor(index: number): string {
  if (index < 16) return NAMES[index % 8] ?? 'white'
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232)
    return rgb(grey, grey, grey)
  }
  const cube = [36, 6, 1].map((unit) => [0, 95, 135, 175, 215, 255][Math.floor((index - 16) / unit) % 6])
  return rgb(cube[0], cube[1], cube[2])
}

const rgb = (...channels: readonly (number | undefined)[]): string =>
  `#${channels
    .map((channel) =>
      Math.min(255, channel ?? 0)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
