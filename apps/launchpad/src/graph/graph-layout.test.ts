import { expect, test } from 'vitest'
import { edgeKey } from './edge-key.ts'
import { edgePath } from './edge-path.ts'
import { layoutGraph } from './graph-layout.ts'

const node = (key: string) => ({ key, width: 100, height: 40 })

test('what comes later stands to the right, and nothing overlaps', () => {
  const { positions, width } = layoutGraph({
    nodes: ['a', 'b', 'c', 'd'].map(node),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'b', to: 'd' },
      { from: 'c', to: 'd' },
      { from: 'c', to: 'd' },
    ],
  })
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((key) => positions[key] ?? { x: NaN, y: NaN })
  expect(a && b && a.x + 100 < b.x).toBe(true)
  expect(b && d && b.x + 100 < d.x).toBe(true)
  expect(b?.x).toBe(c?.x)
  expect(Math.abs((b?.y ?? 0) - (c?.y ?? 0))).toBeGreaterThanOrEqual(40)
  expect(width).toBeGreaterThan(300)
})

test('an empty job has an empty graph', () => {
  expect(layoutGraph({ nodes: [], edges: [] })).toEqual({
    positions: {},
    bends: {},
    width: expect.any(Number),
    height: expect.any(Number),
  })
})

test('an edge over several ranks passes beside the nodes between', () => {
  const { positions, bends } = layoutGraph({
    nodes: ['a', 'b', 'c'].map(node),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'a', to: 'c' },
    ],
  })
  const b = positions['b'] ?? { x: 0, y: 0 }
  const beside = (bends[edgeKey('a', 'c')] ?? []).filter(({ x }) => x >= b.x && x <= b.x + 100)
  expect(beside.length).toBeGreaterThan(0)
  for (const { y } of beside) expect(y < b.y || y > b.y + 40).toBe(true)
})

test('a path goes through all its points', () => {
  expect(edgePath([])).toBe('')
  expect(
    edgePath([
      { x: 0, y: 0 },
      { x: 10, y: 20 },
      { x: 30, y: 20 },
    ]),
  ).toBe('M 0 0 C 5 0 5 20 10 20 C 20 20 20 20 30 20')
})
