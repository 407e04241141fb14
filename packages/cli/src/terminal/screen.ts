import type { WriteStream } from 'node:tty'

/** Where progress is written. */
export interface Screen {
  /** Whether rows can be shown in place; else every event worth a line gets one. */
  readonly isLive: boolean
  readonly width: number
  readonly height: number
  /** Writes lines that stay. */
  print(...lines: readonly string[]): void
  /** Shows rows in place of those shown before; on a screen that is not live, does nothing. */
  show(rows: readonly string[]): void
  /** Leaves the rows shown last where they are: what comes next stands below them. */
  keep(): void
}

// From the first column: a Ctrl-C that the terminal has echoed may stand there.
const UP_AND_ERASE = (rows: number): string => (rows === 0 ? '' : `\r\u001b[${rows}A\u001b[0J`)

// A terminal that does not tell its size says 0.
const USUAL_WIDTH = 80
const USUAL_HEIGHT = 24
const PLAIN_WIDTH = 120

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** A terminal keeps the rows shown last below everything printed. */
function terminalScreen(stream: WriteStream): Screen {
  let shown: readonly string[] = []
  const rewrite = (lines: readonly string[], rows: readonly string[]): void => {
    stream.write(UP_AND_ERASE(shown.length) + linesOf([...lines, ...rows]))
    shown = rows
  }
  return {
    isLive: true,
    get width() {
      return stream.columns || USUAL_WIDTH
    },
    get height() {
      return stream.rows || USUAL_HEIGHT
    },
    print: (...lines) => rewrite(lines, shown),
    show: (rows) => rewrite([], rows),
    keep() {
      shown = []
    },
  }
}

function plainScreen(write: (text: string) => void): Screen {
  return {
    isLive: false,
    width: PLAIN_WIDTH,
    height: Number.POSITIVE_INFINITY,
    print: (...lines) => write(linesOf(lines)),
    show: () => undefined,
    keep: () => undefined,
  }
}

/** Redraws in place on a terminal; elsewhere, such as in a file or a pipe, writes plain lines. */
export const screenOn = (stream: WriteStream): Screen =>
  stream.isTTY ? terminalScreen(stream) : plainScreen((text) => void stream.write(text))

/** Shows nothing. */
export const noScreen: Screen = plainScreen(() => undefined)
