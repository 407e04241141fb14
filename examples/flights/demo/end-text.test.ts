import { advance, type Paint, startProgress } from '@pawl/cli'
import { expect, test } from 'vitest'
import { endLines } from './end-text.ts'

const plain: Paint = (_, text) => text
const OPS = [
  { key: 'split', mapOver: null },
  { key: 'sum', mapOver: { key: 'split', output: 'result' } },
  { key: 'report', mapOver: null },
]
const step = (type: string, stepKey: string, payload: object = {}) => ({ type, at: 1_000, stepKey, attempt: 1, payload })
const runEvent = (type: string, at: number) => ({ type, at })
const noOutputs = { results: [] }

test('a run that died says of what, and has reused nothing', () => {
  const progress = advance(startProgress(OPS), [
    runEvent('RUN_START', 1_000),
    step('STEP_START', 'split'),
    runEvent('RUN_FAILURE', 1_500),
  ])
  const failure = { reason: 'UNEXPECTED_TERMINATION', message: 'The worker process ended.' }
  const result = { outputs: noOutputs, failure, retryRunId: 'r2' }
  expect(endLines({ runId: 'r1', progress, result }, plain)).toEqual([
    '',
    'The run ended in FAILURE (UNEXPECTED_TERMINATION) after 500 ms.',
    'The worker process ended.',
  ])
})

test('a retry says what it reused and what it ran, mapped steps by their number, and where its outputs lie', () => {
  const progress = advance(startProgress(OPS), [
    runEvent('RUN_START', 1_000),
    step('STEP_REUSED', 'split', { items: { result: 3 } }),
    ...['sum[a]', 'sum[b]'].map((key) => step('STEP_REUSED', key)),
    ...['sum[c]', 'report'].flatMap((key) => [step('STEP_START', key), step('STEP_SUCCESS', key)]),
    runEvent('RUN_SUCCESS', 1_250),
  ])
  const outputs = { results: [{ output: 'table', location: '/r2/table.json', sizeBytes: 1_500 }] }
  const result = { outputs, failure: null, retryRunId: undefined }
  expect(endLines({ runId: 'r2', progress, result }, plain)).toEqual([
    '',
    'The run ended in SUCCESS after 250 ms.',
    '  reused  3 steps: split, sum × 2',
    '  ran     2 steps: sum × 1, report',
    '',
    '  table  /r2/table.json (1.5 kB)',
  ])
})
