import { PassThrough } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { expect, test } from 'vitest'
import { noScreen, screenOn } from './screen.ts'

const streamOf = (isTTY: boolean): WriteStream =>
  Object.assign(new PassThrough(), { isTTY, columns: 40, rows: 0 }) as unknown as WriteStream
const textOf = (stream: WriteStream): string => String(stream.read() ?? '')

test('a terminal erases the rows it showed, and keeps printed lines above them', () => {
  const stream = streamOf(true)
  const screen = screenOn(stream)
  screen.show(['a', 'b'])
  expect(textOf(stream)).toBe('a\nb\n')
  screen.print('kept')
  expect(textOf(stream)).toBe('\r\u001b[2A\u001b[0Jkept\na\nb\n')
  screen.show(['c'])
  expect(textOf(stream)).toBe('\r\u001b[2A\u001b[0Jc\n')
  expect(screen).toMatchObject({ isLive: true, width: 40, height: 24 })
})

test('rows that are kept stay above what comes next', () => {
  const stream = streamOf(true)
  const screen = screenOn(stream)
  screen.show(['a', 'b'])
  screen.keep()
  screen.print('after')
  expect(textOf(stream)).toBe('a\nb\nafter\n')
})

test('a pipe gets lines and no rows', () => {
  const stream = streamOf(false)
  const screen = screenOn(stream)
  screen.show(['a', 'b'])
  screen.print('one', 'two')
  expect(textOf(stream)).toBe('one\ntwo\n')
  expect(screen.isLive).toBe(false)
})

test('no screen shows nothing', () => {
  expect(() => noScreen.print('lost')).not.toThrow()
  expect(noScreen.isLive).toBe(false)
})
