import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAnsi, plainText } from './ansi.ts'

const ESC = '\u001b'

test('colours and weights become spans, and a reset ends them', () => {
  expect(parseAnsi(`ok ${ESC}[1;32mgreen${ESC}[0m end`).spans).toEqual([
    { text: 'ok ' },
    { text: 'green', bold: true, color: 'green' },
    { text: ' end' },
  ])
})

test('a style that is not ended goes on in the next line', () => {
  const first = parseAnsi(`${ESC}[31mred`)
  expect(parseAnsi('still red', first.end).spans).toEqual([{ text: 'still red', color: 'red' }])
})

test.each([
  ['38;5;196', { color: '#ff0000' }],
  ['38;5;9', { color: 'red' }],
  ['48;5;240', { background: '#585858' }],
  ['38;2;1;2;255', { color: '#0102ff' }],
  ['95', { color: 'magenta' }],
  ['103', { background: 'yellow' }],
])('ESC[%sm is %o', (codes, style) => {
  expect(parseAnsi(`${ESC}[${codes}mx`).spans).toEqual([{ text: 'x', ...style }])
})

test('each attribute can be ended alone', () => {
  const line = `${ESC}[1;3;4;31;44ma${ESC}[22;23mb${ESC}[24;39;49mc`
  expect(parseAnsi(line).spans).toEqual([
    { text: 'a', bold: true, italic: true, underline: true, color: 'red', background: 'blue' },
    { text: 'b', underline: true, color: 'red', background: 'blue' },
    { text: 'c' },
  ])
})

test('cursor moves, titles and links leave no litter', () => {
  expect(plainText(`${ESC}[2K${ESC}[1Gdone${ESC}]0;title\u0007 ${ESC}]8;;http://x${ESC}\\link${ESC}]8;;${ESC}\\`)).toBe(
    'done link',
  )
})

test('whatever comes in, spans hold the plain text and no control characters', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom(`${ESC}[`, 'm', ';', `${ESC}[31m`, `${ESC}]8;;`, ESC, '38;2;300'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const line = pieces.join('').replaceAll('\n', '')
      const text = parseAnsi(line)
        .spans.map((span) => span.text)
        .join('')
      expect(text).toBe(plainText(line))
      expect(text).not.toContain(ESC)
    }),
  )
})
