import { expect, test } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { metadata } from './metadata-constructors.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)

test('each kind has its maker', () => {
  expect([
    metadata.text('a'),
    metadata.number(1.5),
    metadata.boolean(false),
    metadata.url(new URL('https://example.org/a')),
    metadata.path('/a/b'),
    metadata.markdown('# a'),
    metadata.json({ a: [1] }),
    metadata.timestamp(new Date(5)),
    metadata.timestamp(6),
  ]).toEqual([
    { kind: 'text', value: 'a' },
    { kind: 'number', value: 1.5 },
    { kind: 'boolean', value: false },
    { kind: 'url', value: 'https://example.org/a' },
    { kind: 'path', value: '/a/b' },
    { kind: 'markdown', value: '# a' },
    { kind: 'json', value: { a: [1] } },
    { kind: 'timestamp', value: 5 },
    { kind: 'timestamp', value: 6 },
  ])
})

test('a picture is an SVG document or the bytes of a PNG', () => {
  expect(metadata.plot(SVG)).toEqual({ kind: 'plot', mediaType: 'image/svg+xml', value: SVG })
  const documented = `\uFEFF<?xml version="1.0"?>\n<!-- chart -->\n<!DOCTYPE svg>\n${SVG}`
  expect(metadata.image(documented)).toMatchObject({ kind: 'image', mediaType: 'image/svg+xml', value: documented })
  expect(metadata.image(PNG)).toEqual({ kind: 'image', mediaType: 'image/png', value: Buffer.from(PNG).toString('base64') })
  const big = new Uint8Array(100_000).fill(7)
  big.set(PNG)
  expect(metadata.plot(big)).toMatchObject({ value: Buffer.from(big).toString('base64') })
})

test('what is no picture, and no time, is refused', () => {
  const message = (given: string): string =>
    `INVALID_METADATA: metadata.plot() gets ${given}. Give a whole SVG document as text, or the bytes of a PNG.`
  expect(refusal(() => metadata.plot('<div>'))).toBe(message('the text "<div>"'))
  expect(refusal(() => metadata.plot('chart.svg <svg>'))).toBe(message('the text "chart.svg <svg>"'))
  expect(refusal(() => metadata.plot(Uint8Array.of(0xff, 0xd8)))).toBe(message('an instance of Uint8Array'))
  expect(refusal(() => metadata.timestamp(new Date(Number.NaN)))).toBe(
    'INVALID_METADATA: metadata.timestamp() gets an instance of Date, which is no point in time. Give a valid Date or UTC milliseconds.',
  )
})

test('a table has the columns of its rows, with the kind that all their values share', () => {
  interface Row {
    airport: string
    flights: number
    late?: boolean
    at: Date | undefined
    mixed: unknown
  }
  const rows: Row[] = [
    { airport: 'LAX', flights: 3, at: new Date(5), mixed: 1 },
    { airport: 'SFO', flights: Number.POSITIVE_INFINITY, late: true, at: undefined, mixed: 10n },
  ]
  expect(metadata.table(rows)).toEqual({
    kind: 'table',
    columns: [
      { name: 'airport', kind: 'text' },
      { name: 'flights', kind: 'number' },
      { name: 'at', kind: 'timestamp' },
      { name: 'mixed' },
      { name: 'late', kind: 'boolean' },
    ],
    rows: [
      { airport: 'LAX', flights: 3, at: 5, mixed: 1, late: null },
      { airport: 'SFO', flights: 'Infinity', at: null, mixed: '10', late: true },
    ],
  })
})

test('a table shows the columns that are asked for', () => {
  expect(metadata.table([{ a: 1, b: 2 }], { columns: ['b', { name: 'a', kind: 'text' }] })).toEqual({
    kind: 'table',
    columns: [
      { name: 'b', kind: 'number' },
      { name: 'a', kind: 'text' },
    ],
    rows: [{ b: 2, a: 1 }],
  })
  expect(metadata.table([])).toEqual({ kind: 'table', columns: [], rows: [] })
})
