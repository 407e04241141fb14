import type { TimelineRow } from './timeline-rows.ts'

export type KeyMove = { readonly kind: 'go'; readonly index: number } | { readonly kind: 'toggle' } | { readonly kind: 'act' }

/** What a key does in the treegrid, as the ARIA pattern has it; undefined leaves the key to the browser. */
export function keyMove(
  key: string,
  at: { readonly rows: readonly TimelineRow[]; readonly index: number; readonly page: number },
): KeyMove | undefined {
  const { rows, index, page } = at
  const row = rows[index]
  if (!row) return undefined
  const go = (to: number): KeyMove => ({ kind: 'go', index: Math.min(rows.length - 1, Math.max(0, to)) })
  switch (key) {
    case 'ArrowDown':
      return go(index + 1)
    case 'ArrowUp':
      return go(index - 1)
    case 'PageDown':
      return go(index + page)
    case 'PageUp':
      return go(index - page)
    case 'Home':
      return go(0)
    case 'End':
      return go(rows.length - 1)
    case 'ArrowRight':
      if (row.kind === 'step') return undefined
      return row.open ? go(index + 1) : { kind: 'toggle' }
    case 'ArrowLeft':
      return row.kind !== 'step' && row.open ? { kind: 'toggle' } : go(parentOf(rows, index))
    case 'Enter':
    case ' ':
      return { kind: 'act' }
    default:
      return undefined
  }
}

function parentOf(rows: readonly TimelineRow[], index: number): number {
  const level = rows[index]?.level ?? 1
  for (let above = index - 1; above >= 0; above -= 1) if ((rows[above]?.level ?? 1) < level) return above
  return index
}
