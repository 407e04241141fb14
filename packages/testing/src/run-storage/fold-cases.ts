import { foldRun, type OutputRecord, type RunEvent, recordChanges, runChanges, type StepRecord } from '@pawl/core/plugin'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { finalEvent, unfinishedEvent, withStarts } from './arbitrary-events.ts'
import type { StorageCase } from './storage-case.ts'
import { append, claimed, reread, written } from './storage-fixtures.ts'

const batches: fc.Arbitrary<readonly (readonly RunEvent[])[]> = fc
  .tuple(fc.array(fc.array(unfinishedEvent, { maxLength: 8 }), { maxLength: 8 }), fc.option(finalEvent))
  .map(([unfinished, end]) => withStarts([...unfinished, end === null ? [] : [end]]))

const outputKey = ({ stepKey, output, mappingKey }: OutputRecord): string => `${stepKey} ${output} ${mappingKey ?? ''}`
const byKey = (outputs: readonly OutputRecord[]): Map<string, OutputRecord> =>
  new Map(outputs.map((output) => [outputKey(output), output]))

export const FOLD_CASES: readonly StorageCase[] = [
  {
    name: 'folding the log of a run gives exactly the status, steps and outputs that are stored',
    async run(storage) {
      const check = fc.asyncProperty(batches, async (all) => {
        const { runId } = await claimed(storage)
        const open = new Map<string, StepRecord>()
        for (const [index, events] of all.entries()) {
          const changes = recordChanges(runId, events, (stepKey) => open.get(stepKey))
          for (const step of changes.steps) open.set(step.stepKey, step)
          const change = runChanges(events)
          await written(storage, { ...append(runId, index + 1, events), ...changes, ...(change === undefined ? {} : { change }) })
        }
        const log = await storage.eventLog.listEvents(runId, { limit: 1000 })
        const run = await reread(storage, runId)
        expect(log.map(({ runId: _runId, seq: _seq, ...event }) => event).slice(1)).toEqual(all.flat())
        // The claim of the fixture is written without its event.
        const { steps, outputs, ...row } = foldRun(runId, log)
        expect(run).toMatchObject({
          ...row,
          status: all.flat().some((event) => runChanges([event]) !== undefined) ? row.status : 'STARTING',
          owner: row.owner ?? run.owner,
          startingAt: row.startingAt ?? run.startingAt,
        })
        const storedSteps = await storage.runs.listSteps(runId, { limit: 1000 })
        expect(new Map(storedSteps.map((step) => [step.stepKey, step]))).toEqual(new Map(steps))
        expect(byKey(await storage.runs.listOutputs(runId, { limit: 1000 }))).toEqual(byKey(outputs))
      })
      await fc.assert(check, { numRuns: 60, seed: 11 })
    },
  },
]
