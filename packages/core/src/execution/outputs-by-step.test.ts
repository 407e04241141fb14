import { expect, test } from 'vitest'
import { z } from 'zod'
import { executeJob, RUN_ID } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut, out } from '../definition/out.ts'
import { type } from '../definition/schema.ts'
import type { StoredEvent } from '../event/run-event.ts'
import { outputsFromLog } from './outputs-by-step.ts'

test('the log tells what successful steps have put out: the last attempt counts, no items are told from left out', async () => {
  const retried = op({
    name: 'retried',
    retry: { maxRetries: 1 },
    out: dynamicOut(z.number()),
    *run({ step }) {
      yield { key: `attempt_${step.attempt}`, value: 1 }
      if (step.attempt === 1) throw new Error('x')
      yield { key: 'second', value: 2 }
    },
  })
  const fails = op({
    name: 'fails',
    out: dynamicOut(z.number()),
    *run() {
      yield { key: 'a', value: 1 }
      throw new Error('x')
    },
  })
  const some = op({
    name: 'some',
    outs: { none: dynamicOut(z.number()), absent: out(type<number>(), { required: false }), one: type<number>() },
    run: () => ({ none: [], one: 1 }),
  })
  const { events } = await executeJob(job('j', { run: () => ({ retried: retried(), fails: fails(), ...some() }) }))
  const log = events.map((event, index): StoredEvent => ({ ...event, runId: RUN_ID, seq: index + 1 }))
  const outputs = outputsFromLog(RUN_ID, log)
  const shown = Object.fromEntries(
    [...outputs].map(([key, step]) => [
      key,
      Object.fromEntries([...step].map(([name, state]) => [name, state.kind === 'one' ? 'one' : [...state.items.keys()]])),
    ]),
  )
  expect(shown).toEqual({ retried: { result: ['attempt_2', 'second'] }, some: { one: 'one', none: [] } })
})
