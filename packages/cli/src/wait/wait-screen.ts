import type { CommandContext } from '../command-context.ts'
import type { Progress } from '../progress/progress.ts'
import { eventLine, isRemarkable } from '../progress/progress-text.ts'
import { type Paint, paintFor } from '../terminal/paint.ts'
import { noScreen, type Screen, screenOn } from '../terminal/screen.ts'

export interface WaitScreen {
  readonly screen: Screen
  readonly paint: Paint
  /** Tells a person something; on the screen itself where that is live, since it is redrawn. */
  say(line: string): void
  readonly linesOf: (event: { readonly type: string }, progress: Progress) => readonly string[]
}

/** Where the progress of a launched run is shown. In JSON stdout is for the answer; a person at the terminal still sees progress. */
export function waitScreen({ isJson, out, err, paint, note }: CommandContext): WaitScreen {
  const screen = isJson ? (err.isTTY ? screenOn(err) : noScreen) : screenOn(out)
  const usedPaint = isJson ? paintFor(err) : paint
  return {
    screen,
    paint: usedPaint,
    say: (line) => (screen.isLive ? screen.print(line) : note(line)),
    linesOf(event, progress) {
      if (screen.isLive && !isRemarkable(event)) return []
      const line = eventLine(progress, event, usedPaint)
      return line === undefined ? [] : [line]
    },
  }
}
