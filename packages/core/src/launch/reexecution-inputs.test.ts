import { expect, test } from 'vitest'
import { smallPlan } from '../../test/small-plan.ts'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent, StoredEvent } from '../event/run-event.ts'
import type { Run } from '../run/run.ts'
import { type FactReads, isReexecution, type ReexecutionOf, readReexecutionInputs } from './reexecution-inputs.ts'

const plan = smallPlan({ a: {}, b: { ins: { x: 'a' } }, c: { ins: { x: 'b' } } })

const start = (stepKey: string): RunEvent => newEvent('STEP_START', { at: 1, stepKey, attempt: 1, payload: { planOrder: 0 } })
const success = (stepKey: string): RunEvent => newEvent('STEP_SUCCESS', { at: 2, stepKey, attempt: 1, payload: { startedAt: 1 } })

/** `first` came to its plan and did a, b and c; the others did not. */
const reads = (runs: Readonly<Record<string, Partial<Run>>>): FactReads => ({
  runs: {
    getRun: async (runId) =>
      runs[runId] === undefined ? undefined : ({ planHash: null, parentRunId: null, ...runs[runId] } as Run),
    getPlan: async (hash) => ({ hash, snapshot: JSON.parse(JSON.stringify(plan)) }),
  },
  eventLog: {
    listEvents: async (_runId, { afterSeq = 0 }) =>
      (afterSeq > 0 ? [] : ['a', 'b', 'c'].flatMap((key) => [start(key), success(key)])).map(
        (event, index) => ({ ...event, runId: 'first', seq: index + 1 }) as StoredEvent,
      ),
  },
})

const first: Partial<Run> = { planHash: 'hash', config: { ops: {} } }
const of = (changes: Partial<ReexecutionOf>): ReexecutionOf => ({
  ...{ parentRunId: 'first', strategy: 'FROM_FAILURE', opSelection: null, inputsFromRunId: null, reexecution: null },
  ...changes,
})
const stepsOf = async (runs: Readonly<Record<string, Partial<Run>>>, run: ReexecutionOf) =>
  (await readReexecutionInputs(reads(runs), run))?.facts.steps.map(({ stepKey }) => stepKey)

test('a re-execution is told of its parent; a first run, and one that does everything again, is not', async () => {
  expect(await readReexecutionInputs(reads({ first }), of({}))).toMatchObject({
    ...{ strategy: 'FROM_FAILURE', terms: null, sourceFacts: null, configBefore: { ops: {} } },
    facts: { runId: 'first', plan: { jobName: plan.jobName } },
  })
  expect(isReexecution(of({ parentRunId: null, strategy: null }))).toBe(false)
  expect(isReexecution(of({ strategy: 'ALL_STEPS' }))).toBe(false)
  expect(isReexecution(of({ strategy: 'ALL_STEPS', opSelection: 'a' }))).toBe(true)
  const terms = { markedDone: [{ stepKey: 'a', output: 'result', value: 1 }], withDownstream: false }
  expect(isReexecution(of({ strategy: 'ALL_STEPS', reexecution: terms }))).toBe(true)
})

test.each(['FROM_FAILURE', 'SELECTED', 'FROM_SELECTED'] as const)(
  'what is to go on by %s from a run that is gone does not start over instead',
  async (strategy) => {
    const gone = { code: 'PARENT_RUN_GONE', message: expect.stringContaining('first'), details: { runId: 'first' } }
    await expect(readReexecutionInputs(reads({}), of({ strategy, opSelection: 'b' }))).rejects.toMatchObject(gone)
    // Nor does the retry of one that ended for that.
    const second = { parentRunId: 'first', strategy, opSelection: 'b', reexecution: null }
    await expect(readReexecutionInputs(reads({ second }), of({ parentRunId: 'second' }))).rejects.toMatchObject(gone)
  },
)

test('what does everything again needs nothing of a parent that is gone', async () => {
  const nothing = { facts: { steps: [], plan: null } }
  const all = of({ strategy: 'ALL_STEPS', opSelection: 'b' })
  expect(await readReexecutionInputs(reads({}), all)).toMatchObject({ ...nothing, configBefore: null })
  const second = { parentRunId: 'first', strategy: 'ALL_STEPS', opSelection: null, reexecution: null } as const
  expect(await readReexecutionInputs(reads({ second }), of({ parentRunId: 'second' }))).toMatchObject(nothing)
})

test('a parent that never came to its plan hands on what it was to take over, without what it was to do in any case', async () => {
  const runs = (second: Partial<Run>) => ({
    first,
    second: { parentRunId: 'first', opSelection: null, reexecution: null, ...second },
  })
  const child = of({ parentRunId: 'second' })
  expect(await stepsOf(runs({ strategy: 'FROM_FAILURE' }), child)).toEqual(['a', 'b', 'c'])
  expect(await stepsOf(runs({ strategy: 'ALL_STEPS' }), child)).toEqual([])
  expect(await stepsOf(runs({ strategy: 'SELECTED', opSelection: 'b' }), child)).toEqual(['a', 'c'])
  expect(await stepsOf(runs({ strategy: 'FROM_SELECTED', opSelection: 'b' }), child)).toEqual(['a'])
  const terms = { markedDone: [], withDownstream: true }
  expect(await stepsOf(runs({ strategy: 'ALL_STEPS', opSelection: 'b', reexecution: terms }), child)).toEqual(['a'])
  // A selection that means nothing to the plan of then.
  expect(await stepsOf(runs({ strategy: 'SELECTED', opSelection: 'new_step' }), child)).toEqual([])
})

test('the run that inputs come from is read where a selection leaves inputs open', async () => {
  const source = { ...first }
  const inputs = await readReexecutionInputs(reads({ first, source }), of({ opSelection: 'b', inputsFromRunId: 'source' }))
  expect(inputs?.sourceFacts).toMatchObject({ runId: 'source', steps: [{ stepKey: 'a' }, {}, {}] })
  expect((await readReexecutionInputs(reads({ first, source }), of({ inputsFromRunId: 'source' })))?.sourceFacts).toBeNull()
})
