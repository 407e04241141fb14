import { expect, test } from 'vitest'
import { parseOptions } from './options.ts'

test('without arguments the demo stays, on any port, with all the flights of the default', () => {
  expect(parseOptions([])).toEqual({ kind: 'options', options: { exit: false, port: undefined, limit: undefined } })
})

test('every option is read', () => {
  expect(parseOptions(['--exit', '--port', '4000', '--limit=5000'])).toEqual({
    kind: 'options',
    options: { exit: true, port: 4_000, limit: 5_000 },
  })
})

test.each([['--help'], ['-h']])('%s asks for help', (argument) => {
  expect(parseOptions([argument])).toEqual({ kind: 'help' })
})

test.each([
  [['--port', 'x'], '--port is "x". Give a whole number from 0 to 65535.'],
  [['--port', '65536'], '--port is "65536"'],
  [['--port='], '--port is ""'],
  [['--limit', '0'], '--limit is "0". Give a whole number from 1 to 3000000.'],
  [['--limit', '1e3'], '--limit is "1e3"'],
  [['--ecit'], '--ecit'],
  [['extra'], 'extra'],
])('%j is an error that names what is wrong', (args, message) => {
  expect(parseOptions(args)).toEqual({ kind: 'error', message: expect.stringContaining(message) })
})
