import { expect, test } from 'vitest'
import { outputAlreadyStored } from './output-already-stored.ts'
import { outputLost } from './output-lost.ts'

const stored = { location: '/outputs/split/result.json', ioManager: 'fs', hostId: 'h', originRunId: 'r', originAttempt: 1 }

test('a lost output is named with its place and what to do', () => {
  const missing = outputLost({ stepKey: 'split', output: 'airport', mappingKey: 'lax', stored }, 'missing', new Error('ENOENT'))
  expect(missing.message).toBe(
    'Output "airport[lax]" of step "split" is gone from /outputs/split/result.json. The step has to make it again: re-execute the run from there.',
  )
  expect([missing.code, missing.cause]).toEqual(['OUTPUT_LOST', new Error('ENOENT')])
  const changed = outputLost({ stepKey: 'split', output: 'result', stored }, 'changed')
  expect(changed.message).toContain('Output "result" of step "split" at /outputs/split/result.json is torn or was altered.')
  expect(changed.details).toEqual({
    stepKey: 'split',
    output: 'result',
    mappingKey: null,
    location: stored.location,
    loss: 'changed',
  })
})

test('a location that is taken is named with the output that wanted it', () => {
  const context = {
    runId: 'r',
    jobName: 'j',
    stepKey: 'split',
    output: 'result',
    attempt: 2,
    signal: new AbortController().signal,
  }
  expect(outputAlreadyStored(context, '/outputs/x.json').message).toMatch(
    /^Output "result" of step "split", attempt 2, already lies at \/outputs\/x.json with other content/,
  )
})
