import type { Paint, Style } from '../terminal/paint.ts'
import { durationText, plural, truncate } from '../terminal/text.ts'
import { endedSteps, isEnded, type OpProgress, type Progress } from './progress.ts'

export interface ViewOptions {
  /** UTC milliseconds. */
  readonly now: number
  /** In columns and rows. */
  readonly width: number
  readonly height: number
  readonly paint: Paint
}

interface Look {
  readonly symbol: string
  readonly style: Style
  /** What a screen that is too small shows first: small numbers. */
  readonly rank: number
}

const LOOKS = {
  failed: { symbol: '✗', style: 'red', rank: 0 },
  waiting: { symbol: '↻', style: 'yellow', rank: 1 },
  interrupted: { symbol: '!', style: 'yellow', rank: 1 },
  running: { symbol: '●', style: 'cyan', rank: 2 },
  toCome: { symbol: '·', style: 'dim', rank: 3 },
  passedOver: { symbol: '-', style: 'dim', rank: 4 },
  succeeded: { symbol: '✓', style: 'green', rank: 4 },
} as const satisfies Record<string, Look>

function lookOf(op: OpProgress, hasRunEnded: boolean): Look {
  if (op.failed > 0) return LOOKS.failed
  const isOpen = op.running + op.waiting > 0
  if (hasRunEnded && isOpen) return LOOKS.interrupted
  if (op.waiting > 0) return LOOKS.waiting
  if (isOpen || (op.startedAt !== undefined && !isEnded(op))) return LOOKS.running
  if (!isEnded(op)) return LOOKS.toCome
  return op.succeeded === 0 && op.total !== 0 ? LOOKS.passedOver : LOOKS.succeeded
}

const BAR_WIDTH = 20

function barText(op: OpProgress): string {
  if (op.mapOver === null || op.total === undefined || op.total === 0) return ''
  const ended = endedSteps(op)
  const filled = Math.round((ended / op.total) * BAR_WIDTH)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${ended}/${op.total}`
}

function retryText(op: OpProgress): string {
  if (op.mapOver !== null) return op.retries === 0 ? '' : plural(op.retries, 'retry', 'retries')
  return op.retries + op.waiting === 0 ? '' : `attempt ${op.retries + 1}`
}

const reusedText = (op: OpProgress): string => (op.mapOver === null ? 'reused' : `reused  ${barText(op)}`)

function stateText(op: OpProgress, look: Look, until: number): string {
  if (op.startedAt === undefined) return op.reused > 0 ? reusedText(op) : op.skipped > 0 ? 'skipped' : ''
  const time = durationText((isEnded(op) ? (op.endedAt ?? until) : until) - op.startedAt)
  const note = look === LOOKS.interrupted ? 'interrupted' : op.waiting > 0 ? 'waiting to try again' : ''
  return [time, barText(op), retryText(op), note].filter((part) => part !== '').join('  ')
}

/** As many ops as there is room for, those that matter most now, in the order of the plan. */
function chosen(ops: readonly OpProgress[], room: number, hasRunEnded: boolean): readonly OpProgress[] {
  if (ops.length <= room) return ops
  const byRank = [...ops].sort((a, b) => lookOf(a, hasRunEnded).rank - lookOf(b, hasRunEnded).rank)
  const shown = new Set(byRank.slice(0, room))
  return ops.filter((op) => shown.has(op))
}

function headText({ end, startedAt, endedAt, isCanceling }: Progress, now: number): string {
  const time = startedAt === undefined ? '' : `  ${durationText((endedAt ?? now) - startedAt)}`
  if (end !== undefined) return `${end}${time}`
  if (isCanceling) return `stopping${time}`
  return startedAt === undefined ? 'waiting for a worker' : `running${time}`
}

/** The rows besides those of ops: an empty one, the head, what is left out, and the one the cursor stands on. */
const OTHER_ROWS = 4

/** The run as rows for a terminal, one for each op. */
export function progressView(progress: Progress, { now, width, height, paint }: ViewOptions): string[] {
  const hasEnded = progress.end !== undefined
  const all = [...progress.ops.values()]
  const ops = chosen(all, Math.max(1, height - OTHER_ROWS), hasEnded)
  const nameWidth = Math.max(0, ...ops.map((op) => op.key.length))
  const rows = ops.map((op) => {
    const look = lookOf(op, hasEnded)
    const state = stateText(op, look, progress.endedAt ?? now)
    // Colours take no room, so a row is cut to the width before it is painted.
    const row = truncate(`${look.symbol} ${op.key.padEnd(nameWidth)}  ${state}`.trimEnd(), width)
    return paint(look.style, row.slice(0, 1)) + (look.style === 'dim' ? paint('dim', row.slice(1)) : row.slice(1))
  })
  const leftOut = all.length - ops.length
  const more = leftOut === 0 ? [] : [paint('dim', truncate(`… and ${plural(leftOut, 'op')} more`, width))]
  return ['', paint('bold', truncate(headText(progress, now), width)), ...rows, ...more]
}
