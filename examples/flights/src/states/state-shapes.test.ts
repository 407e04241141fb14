import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { datasetPath } from '../dataset.ts'
import { parseStateShapes } from './state-shapes.ts'

const topology = {
  transform: { scale: [0.5, 0.5], translate: [-100, 40] },
  objects: {
    states: {
      geometries: [
        { type: 'Polygon', arcs: [[0, 1]] },
        { type: 'MultiPolygon', arcs: [[[~1, 2]]] },
      ],
    },
  },
  arcs: [
    [
      [0, 0],
      [2, 0],
      [0, 2],
    ],
    [
      [2, 2],
      [-2, -2],
    ],
    [
      [2, 2],
      [-2, 0],
      [0, -2],
    ],
  ],
}

test('arcs are decoded, turned round where the sign says so, and joined without doubling their ends', () => {
  expect(parseStateShapes(JSON.stringify(topology))).toEqual([
    [
      [-100, 40],
      [-99, 40],
      [-99, 41],
      [-100, 40],
    ],
    [
      [-100, 40],
      [-99, 41],
      [-100, 41],
      [-100, 40],
    ],
  ])
})

test('an arc that is not there is an error', () => {
  const broken = { ...topology, arcs: [] }
  expect(() => parseStateShapes(JSON.stringify(broken))).toThrow('arc 0')
})

test('every outline of the data set is closed', async () => {
  const shapes = parseStateShapes(await readFile(datasetPath('us-10m.json'), 'utf8'))
  expect(shapes.length).toBeGreaterThan(50)
  for (const shape of shapes) expect(shape.at(-1)).toEqual(shape[0])
})
