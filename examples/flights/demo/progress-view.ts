import { isEnded, type OpProgress, type Progress } from './progress.ts'
import { durationText, type Paint, type Style } from './progress-text.ts'

interface Look {
  readonly symbol: string
  readonly style: Style
}

function lookOf(op: OpProgress): Look {
  if (op.failed > 0) return { symbol: '✗', style: 'red' }
  if (op.waiting > 0) return { symbol: '↻', style: 'yellow' }
  if (op.running > 0 || (op.startedAt !== undefined && !isEnded(op))) return { symbol: '●', style: 'cyan' }
  if (!isEnded(op)) return { symbol: '·', style: 'dim' }
  return op.skipped > 0 ? { symbol: '-', style: 'dim' } : { symbol: '✓', style: 'green' }
}

const BAR_WIDTH = 20

function barText(op: OpProgress): string {
  if (op.mapOver === null || op.total === undefined || op.total === 0) return ''
  const ended = op.succeeded + op.failed + op.skipped
  const filled = Math.round((ended / op.total) * BAR_WIDTH)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${ended}/${op.total}`
}

function stateText(op: OpProgress, now: number): string {
  if (op.startedAt === undefined) return op.skipped > 0 ? 'skipped' : ''
  const time = durationText((isEnded(op) ? (op.endedAt ?? now) : now) - op.startedAt)
  const attempt = op.mapOver === null && op.retries + op.waiting > 0 ? `attempt ${op.retries + 1}` : ''
  const waiting = op.waiting > 0 ? 'waiting to try again' : ''
  return [time, barText(op), attempt, waiting].filter((part) => part !== '').join('  ')
}

const truncate = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`

/** The run as rows for a terminal of `width` columns, one for each op, at the time `now` in ms. */
export function progressView(progress: Progress, now: number, width: number, paint: Paint): string[] {
  const ops = [...progress.ops.values()]
  const nameWidth = Math.max(0, ...ops.map((op) => op.key.length))
  const rows = ops.map((op) => {
    const { symbol, style } = lookOf(op)
    // Colours take no room, so a row is cut to the width before it is painted.
    const row = truncate(`${symbol} ${op.key.padEnd(nameWidth)}  ${stateText(op, now)}`.trimEnd(), width)
    return paint(style, row.slice(0, 1)) + (style === 'dim' ? paint('dim', row.slice(1)) : row.slice(1))
  })
  const time = progress.startedAt === undefined ? '' : durationText((progress.endedAt ?? now) - progress.startedAt)
  const state = progress.end ?? (progress.startedAt === undefined ? 'waiting for a worker' : 'running')
  return ['', paint('bold', truncate(`${state}  ${time}`.trimEnd(), width)), ...rows]
}
