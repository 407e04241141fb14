import type { WriteStream } from 'node:tty'

/** Where progress is written. */
export interface Screen {
  readonly width: number
  /** Writes lines that stay. */
  print(...lines: readonly string[]): void
  /** Shows rows in place of those shown before; on a screen that cannot, does nothing. */
  show(rows: readonly string[]): void
  /** Leaves the rows shown last where they are: what comes next stands below them. */
  keep(): void
}

const UP_AND_ERASE = (rows: number): string => (rows === 0 ? '' : `\u001b[${rows}A\u001b[0J`)

/** A terminal that does not tell its width says 0. */
const USUAL_WIDTH = 80

/** A terminal keeps the rows shown last below everything printed. */
function terminalScreen(stream: WriteStream): Screen {
  let shown: readonly string[] = []
  const rewrite = (lines: readonly string[], rows: readonly string[]): void => {
    const text = [...lines, ...rows].map((line) => `${line}\n`).join('')
    stream.write(UP_AND_ERASE(shown.length) + text)
    shown = rows
  }
  return {
    get width() {
      return stream.columns || USUAL_WIDTH
    },
    print: (...lines) => rewrite(lines, shown),
    show: (rows) => rewrite([], rows),
    keep() {
      shown = []
    },
  }
}

const PLAIN_WIDTH = 120

const plainScreen = (stream: NodeJS.WritableStream): Screen => ({
  width: PLAIN_WIDTH,
  print: (...lines) => {
    stream.write(lines.map((line) => `${line}\n`).join(''))
  },
  show: () => undefined,
  keep: () => undefined,
})

/** Redraws in place on a terminal; elsewhere, such as in a file or a pipe, writes plain lines. */
export const screenOn = (stream: WriteStream): Screen => (stream.isTTY ? terminalScreen(stream) : plainScreen(stream))
