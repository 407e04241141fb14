import { expect, test } from 'vitest'
import { executeJob } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { op } from '../definition/op.ts'
import { type } from '../definition/schema.ts'
import type { RunEventType } from '../event/run-event.ts'

const source = op({ name: 'source', run: () => 1 })
const next = op({ name: 'next', ins: { x: type<number>() }, run: (_, { x }) => x + 1 })

function chainOf(length: number): JobDefinition {
  return job('chain', {
    run() {
      let handle = source()
      for (let n = 2; n <= length; n++) handle = next.as(`next_${n}`)({ x: handle }) as typeof handle
      return handle
    },
  })
}

const START_OR_SUCCESS: readonly RunEventType[] = ['STEP_START', 'STEP_SUCCESS']

test('a chain of n steps costs n + 1 batches: each success goes with the start it enables, the last one with the end', async () => {
  for (const length of [1, 2, 5, 10]) {
    const { batches, end } = await executeJob(chainOf(length))
    const shape = batches.map(({ events }) =>
      events.map(({ type: what }) => what).filter((what) => START_OR_SUCCESS.includes(what)),
    )
    const between = Array.from({ length: length - 1 }, () => ['STEP_SUCCESS', 'STEP_START'])
    expect(shape).toEqual([['STEP_START'], ...between, ['STEP_SUCCESS']])
    expect(batches.map((batch) => batch.end?.kind)).toEqual([...Array.from({ length }, () => undefined), 'success'])
    expect(end).toEqual({ kind: 'success' })
  }
})

test('nothing of an attempt happens before the batch with its start is durable', async () => {
  const happened: string[] = []
  const memory = memoryIOManager()
  const watched = {
    ...memory,
    loadInput: (...[context]: Parameters<typeof memory.loadInput>) => {
      happened.push(`load for ${context.stepKey}`)
      return memory.loadInput(context)
    },
  }
  const first = op({ name: 'first', run: () => happened.push('body of first') })
  const second = op({ name: 'second', ins: { x: type<number>() }, run: () => happened.push('body of second') })
  await executeJob(job('watched', { run: () => second({ x: first() }) }), {
    ioManagers: { default: watched },
    async persist({ events }) {
      for (const { type: what, stepKey } of events) if (what === 'STEP_START') happened.push(`persisting the start of ${stepKey}`)
      // Long enough for anything that would not wait.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
      for (const { type: what, stepKey } of events) if (what === 'STEP_START') happened.push(`start of ${stepKey} is durable`)
    },
  })
  expect(happened).toEqual([
    'persisting the start of first',
    'start of first is durable',
    'body of first',
    'persisting the start of second',
    'start of second is durable',
    'load for second',
    'body of second',
  ])
})

test('a step starts in the batch that holds the success of the last step it waits for', async () => {
  const slow = op({ name: 'slow', run: () => 1 })
  const both = op({ name: 'both', ins: { x: type<number>(), y: type<number>() }, run: (_, { x, y }) => x + y })
  const { batches } = await executeJob(job('diamond', { run: () => both({ x: next({ x: source() }), y: slow() }) }))
  const place = (what: RunEventType, key: string): number =>
    batches.findIndex(({ events }) => events.some((event) => event.type === what && event.stepKey === key))
  expect(place('STEP_START', 'both')).toBe(Math.max(place('STEP_SUCCESS', 'next'), place('STEP_SUCCESS', 'slow')))
  for (const { events } of batches) {
    const at = events.findIndex(({ type: what, stepKey }) => what === 'STEP_START' && stepKey === 'both')
    if (at >= 0) expect(events.slice(0, at).some(({ type: what }) => what === 'STEP_SUCCESS')).toBe(true)
  }
})

test('the events of one attempt stand in the order in which they became true', async () => {
  const { events } = await executeJob(chainOf(2))
  expect(events.filter(({ stepKey }) => stepKey === 'next_2').map(({ type: what }) => what)).toEqual([
    'STEP_START',
    'LOADED_INPUT',
    'STEP_INPUT',
    'STEP_OUTPUT',
    'HANDLED_OUTPUT',
    'STEP_SUCCESS',
  ])
})

test('steps that end while a batch is being made durable share the next one', async () => {
  const many = job('many', {
    run: () => Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`s${n}`, source.as(`s${n}`)()])),
  })
  const { batches } = await executeJob(many, {
    persist: () => new Promise((resolve) => setImmediate(resolve)),
  })
  expect(batches.length).toBeLessThanOrEqual(4)
})

test('a log line is not held back until its step ends', async () => {
  const talk = op({
    name: 'talk',
    async run({ log }) {
      log.info('first')
      log.info('second')
      await released.promise
      return 1
    },
  })
  const released = Promise.withResolvers<void>()
  const logged: string[][] = []
  await executeJob(job('talking', { run: () => talk() }), {
    persist({ events }) {
      const lines = events.flatMap((event) => (event.type === 'LOG' ? [event.payload.message] : []))
      if (lines.length === 0) return
      logged.push(lines)
      released.resolve()
    },
  })
  expect(logged).toEqual([['first', 'second']])
})
