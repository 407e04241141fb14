import { expect, test } from 'vitest'
import { keyMove } from './key-move.ts'
import type { StepState } from './step-list.ts'
import type { TimelineRow } from './timeline-rows.ts'

const step: StepState = {
  key: 'a',
  opKey: 'a',
  mappingKey: null,
  status: 'SUCCESS',
  attempts: [],
  startedAt: null,
  endedAt: null,
  retryAt: null,
}
const place = { label: '', position: 1, siblings: 1 }
const rows: readonly TimelineRow[] = [
  { ...place, kind: 'step', id: 'a', level: 1, step },
  { ...place, kind: 'mapped', id: 'm', level: 1, open: true, steps: [] },
  { ...place, kind: 'step', id: 'm[1]', level: 2, step },
  { ...place, kind: 'graph', id: 'g', level: 1, open: false, steps: [] },
]
const at = (index: number, key: string) => keyMove(key, { rows, index, page: 10 })

test.each([
  [0, 'ArrowUp', { kind: 'go', index: 0 }],
  [0, 'ArrowDown', { kind: 'go', index: 1 }],
  [0, 'PageDown', { kind: 'go', index: 3 }],
  [3, 'Home', { kind: 'go', index: 0 }],
  [1, 'ArrowRight', { kind: 'go', index: 2 }],
  [1, 'ArrowLeft', { kind: 'toggle' }],
  [2, 'ArrowLeft', { kind: 'go', index: 1 }],
  [3, 'ArrowRight', { kind: 'toggle' }],
  [3, 'Enter', { kind: 'act' }],
])('at row %d, %s does %o', (index, key, move) => {
  expect(at(index, key)).toEqual(move)
})

test('keys that mean nothing here stay with the browser', () => {
  expect(at(0, 'ArrowRight')).toBeUndefined()
  expect(at(0, 'Tab')).toBeUndefined()
})
