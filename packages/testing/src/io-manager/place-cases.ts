import { isFrameworkError } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { IOManagerCase } from './io-manager-case.ts'
import type { Identity, Kept, OutputStore } from './output-store.ts'

const HOSTILE: readonly string[] = [
  ...[
    '',
    '.',
    '..',
    '../..',
    '../../../../tmp/x',
    '/etc/passwd',
    '/',
    '\\',
    'C:\\x',
    '~',
    'a/b',
    'a\\b',
    'a\0b',
    ' ',
    'a ',
    'a.',
    '.a',
    '-rf',
  ],
  ...[
    'result',
    'Result',
    'RESULT',
    'result.json',
    'result/x',
    'attempt-2',
    'Attempt-2',
    'attempt-2/result',
    'con',
    'NUL',
    'com1.txt',
  ],
  ...[
    'split[LAX]',
    'split[lax]',
    'graph.op[k]',
    'Ж',
    'ж',
    'é',
    'e\u0301',
    'ß',
    'ss',
    'İ',
    '\ud800',
    '\udc00',
    '😀',
    '%2f',
    '%',
    '?a=b',
    '#',
    'a+b',
    'a b',
  ],
  ...['x'.repeat(300), `${'x'.repeat(300)}y`, 'X'.repeat(300), '漢'.repeat(200), '__proto__'],
]

/** Stores each identity as its own value, all at once, and then loads them all. */
async function expectApart(store: OutputStore, identities: readonly Identity[]): Promise<void> {
  const kept = await Promise.all(identities.map((identity, value) => store.store(value, identity)))
  expect(await Promise.all(kept.map((one) => store.load(one)))).toEqual(identities.map((_, value) => value))
  if (store.underTest.manager.scope === 'process') return
  // No two may meet on a disk that ignores case or normalises Unicode.
  const places = kept.map(({ stored }) => stored.location.normalize('NFKC').toLowerCase())
  expect(new Set(places).size).toBe(places.length)
}

async function loadedOrLost(store: OutputStore, kept: Kept): Promise<unknown> {
  return store.load(kept).catch((error: unknown) => {
    if (isFrameworkError(error, 'OUTPUT_LOST')) return 'lost'
    throw error
  })
}

const hostile = (part: 'runId' | 'stepKey' | 'output' | 'mappingKey'): IOManagerCase => ({
  name: `hostile names as ${part} are told apart and stay inside`,
  run: (store) =>
    expectApart(
      store,
      HOSTILE.flatMap((text) => [{ [part]: text }, { [part]: text, attempt: 2 }]),
    ),
})

export const PLACE_CASES: readonly IOManagerCase[] = [
  {
    name: 'runs, steps, outputs, items and attempts are told apart',
    run: (store) =>
      expectApart(store, [
        {},
        { attempt: 2 },
        { attempt: 3 },
        { runId: '0190b7c8-3c6e-7f42-9d1b-5a4e6f708193' },
        { stepKey: 'clean[a]' },
        { stepKey: 'clean.clean' },
        { output: 'rejected' },
        { mappingKey: 'a' },
        { mappingKey: 'b' },
        { mappingKey: 'a', attempt: 2 },
        { mappingKey: 'result' },
      ]),
  },
  hostile('runId'),
  hostile('stepKey'),
  hostile('output'),
  hostile('mappingKey'),
  {
    name: 'an output named as an attempt, an item or a file of another is told apart',
    run: (store) =>
      expectApart(store, [
        ...['attempt-2', 'attempt_2', 'result', 'result.json', 'a'].flatMap((output) => [{ output }, { output, attempt: 2 }]),
        ...['a', 'result', 'attempt-2'].flatMap((mappingKey) => [{ mappingKey }, { mappingKey, output: 'attempt-2' }]),
        { stepKey: 'clean/attempt-2' },
        { stepKey: 'clean/result' },
      ]),
  },
  {
    name: 'hundreds of writers at once do not disturb each other',
    run: (store) =>
      expectApart(
        store,
        Array.from({ length: 400 }, (_, n) => ({ stepKey: `op[${n % 20}]`, mappingKey: `${Math.floor(n / 20)}` })),
      ),
  },
  {
    name: 'a second write of the same output never shows under the record of the first',
    async run(store) {
      const first = await store.store({ written: 'first' })
      const second = await store.store({ written: 'second' }).catch((error: unknown) => {
        expect(error).toSatisfy((thrown) => isFrameworkError(thrown, 'OUTPUT_ALREADY_STORED'))
        return undefined
      })
      expect([{ written: 'first' }, 'lost']).toContainEqual(await loadedOrLost(store, first))
      if (second !== undefined) expect([{ written: 'second' }, 'lost']).toContainEqual(await loadedOrLost(store, second))
    },
  },
  {
    name: 'of writers that race for one output at least one succeeds, and none loads what another wrote',
    async run(store) {
      const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => store.store({ writer: n })))
      const loaded: unknown[] = []
      for (const [writer, result] of results.entries()) {
        if (result.status === 'rejected') continue
        const value = await loadedOrLost(store, result.value)
        if (value === 'lost') continue
        expect(value).toEqual({ writer })
        loaded.push(value)
      }
      expect(loaded.length).toBeGreaterThan(0)
    },
  },
]
