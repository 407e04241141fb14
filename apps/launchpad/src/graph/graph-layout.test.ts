import { expect, test } from 'vitest'
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
  expect(layoutGraph({ nodes: [], edges: [] })).toEqual({ positions: {}, width: expect.any(Number), height: expect.any(Number) })
})
