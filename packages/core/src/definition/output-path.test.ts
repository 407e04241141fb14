import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OutputIdentity, outputPath } from './output-path.ts'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const pathOf = (identity: Partial<OutputIdentity>): string =>
  outputPath(
    { runId: '0190b7c8-3c6e-7f42-9d1b-5a4e6f708192', stepKey: 'split', output: 'result', attempt: 1, ...identity },
    { extension: 'json', digest },
  )
    .slice(1)
    .join('/')

const HOSTILE = [
  ...[
    '',
    '.',
    '..',
    '...',
    '../..',
    '/',
    '/etc/passwd',
    '\\',
    'C:\\x',
    'C:',
    '~',
    'a/b',
    'a\\b',
    'a\0b',
    '\0',
    ' ',
    'a ',
    'a.',
    '.a',
  ],
  ...[
    'attempt-2',
    'Attempt-2',
    'attempt',
    'attempt-2.json',
    'result',
    'Result',
    'RESULT',
    'result.json',
    'result--1',
    'result-1',
    '--',
    '---',
  ],
  ...['con', 'CON', 'con.json', 'nul', 'aux.x', 'com1', 'COM1', 'lpt9.', 'prn[1]', '%', '%2f', '%2F', '%u0416', '%63on', '%43on'],
  ...[
    'Ж',
    'ж',
    'é',
    'e\u0301',
    'ß',
    'SS',
    'ss',
    'İ',
    'i\u0307',
    'ı',
    'ſ',
    's',
    'K',
    'k',
    '\ud800',
    '\udfff',
    '😀',
    '\u202e',
    '\ufeff',
  ],
  ...[
    'a:b',
    'a*b',
    'a?b',
    'a"b',
    'a<b',
    'a|b',
    'LAX',
    'lax',
    'Lax',
    'split[LAX]',
    'split[lax]',
    '__proto__',
    'x'.repeat(160),
    'x'.repeat(161),
  ],
  ...[
    'x'.repeat(5000),
    `${'x'.repeat(5000)}y`,
    'X'.repeat(5000),
    '/'.repeat(300),
    'Ж'.repeat(99),
    `${'x'.repeat(125)}--h${'0'.repeat(32)}`,
  ],
]
const part = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '-', '.', '%', '2', 'd', 'h', '1', '/', '[', '_'), maxLength: 8 }),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map(([a, b]) => a + b),
)
const identity: fc.Arbitrary<OutputIdentity> = fc.record(
  { runId: part, stepKey: part, output: part, attempt: fc.constantFrom(1, 2, 3, 12), mappingKey: part },
  { requiredKeys: ['runId', 'stepKey', 'output', 'attempt'] },
)
const extension = fc.constantFrom('json', 'devalue.json', 'bin', 'txt')

const sameOutput = (a: OutputIdentity, b: OutputIdentity): boolean =>
  a.runId === b.runId &&
  a.stepKey === b.stepKey &&
  a.output === b.output &&
  a.mappingKey === b.mappingKey &&
  a.attempt === b.attempt
/** As the least careful file system compares names. */
const folded = (path: readonly string[]): string => path.join('/').normalize('NFKC').toUpperCase().toLowerCase()

test('ordinary names stay as they are', () => {
  expect(pathOf({ stepKey: 'clean_flights' })).toBe('clean_flights/result.json')
  expect(pathOf({ stepKey: 'graph.op[k_1]', output: 'valid' })).toBe('graph.op[k_1]/valid.json')
  expect(pathOf({ mappingKey: 'jfk' })).toBe('split/result/jfk.json')
  expect(pathOf({ attempt: 3 })).toBe('split/attempt-3/result.json')
  expect(pathOf({ attempt: 3, mappingKey: 'jfk' })).toBe('split/attempt-3/result/jfk.json')
})

test('a run id is the first folder, unchanged', () => {
  const runId = '0190b7c8-3c6e-7f42-9d1b-5a4e6f708192'
  expect(outputPath({ runId, stepKey: 'a', output: 'b', attempt: 1 }, { extension: 'txt', digest })).toEqual([
    runId,
    'a',
    'b.txt',
  ])
})

test('capitals stay readable and are told apart', () => {
  expect(pathOf({ stepKey: 'split[LAX]' })).toBe('split[LAX]--0e/result.json')
  expect(pathOf({ stepKey: 'fetchFlights' })).toBe('fetchFlights--02/result.json')
  expect(pathOf({ mappingKey: 'Lax' })).toBe('split/result/Lax--1.json')
})

test('names that would escape, hide or clash with a device are escaped', () => {
  expect(pathOf({ stepKey: '../../etc' })).toBe('%2e.%2f..%2fetc/result.json')
  expect(pathOf({ stepKey: '..' })).toBe('%2e%2e/result.json')
  expect(pathOf({ stepKey: 'nul.x', output: 'attempt-2', mappingKey: '' })).toBe('%6eul.x/attempt%2d2/%.json')
})

test('a name too long for a file system keeps its beginning and ends in a hash', () => {
  const path = pathOf({ output: `long_${'x'.repeat(500)}` })
  expect(path).toMatch(/^split\/long_x{120}--h[0-9a-f]{32}\.json$/)
  expect(path).not.toBe(pathOf({ output: `long_${'x'.repeat(501)}` }))
})

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('attempt %s is refused', (attempt) => {
  expect(() => pathOf({ attempt })).toThrow(/whole number from 1/)
})

test('no name leaves the base, and every segment is safe on every file system', () => {
  fc.assert(
    fc.property(identity, extension, (names, ending) => {
      for (const piece of outputPath(names, { extension: ending, digest })) {
        expect(piece).toMatch(/^[A-Za-z0-9_%[\]][A-Za-z0-9_.%[\]-]*$/)
        expect(piece).not.toMatch(/\.$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i)
        expect(piece.length).toBeLessThanOrEqual(180)
      }
    }),
    { numRuns: 1000 },
  )
})

test('two different outputs never share a location, nor is one the folder of the other, whatever the case', () => {
  // Both take most of their parts from one small pool, so that near misses are common.
  const pair = fc.tuple(identity, identity, fc.subarray(['runId', 'stepKey', 'output', 'mappingKey', 'attempt'] as const))
  fc.assert(
    fc.property(pair, extension, extension, ([a, other, kept], first, second) => {
      const b = { ...other, ...Object.fromEntries(kept.filter((key) => key in a).map((key) => [key, a[key]])) }
      if (sameOutput(a, b)) return
      const [one, two] = [outputPath(a, { extension: first, digest }), outputPath(b, { extension: second, digest })]
      expect(folded(one)).not.toBe(folded(two))
      expect(folded(one).startsWith(`${folded(two)}/`)).toBe(false)
    }),
    { numRuns: 8000 },
  )
})

test('every pair of hostile texts differs in every place', () => {
  for (const place of ['runId', 'stepKey', 'output', 'mappingKey'] as const) {
    const seen = new Map<string, string>()
    for (const text of HOSTILE) {
      const path = outputPath({ runId: 'r', stepKey: 's', output: 'o', attempt: 1, [place]: text }, { extension: 'json', digest })
      expect([text, seen.get(folded(path))]).toEqual([text, undefined])
      seen.set(folded(path), text)
    }
  }
})
