import { expect, test } from 'vitest'
import { z } from 'zod'
import { seededRandom, simulatedClock } from '../../../testing/src/index.ts'
import { Failure } from '../definition/failure.ts'
import { fromConfig } from '../definition/from-config.ts'
import { graph } from '../definition/graph.ts'
import { job } from '../definition/job.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { op } from '../definition/op.ts'
import { dynamicOut, out } from '../definition/out.ts'
import { resource } from '../definition/resource.ts'
import { optionalType, type } from '../definition/schema.ts'
import { foldRun } from '../run/fold-run.ts'
import { executeInProcess, tryExecuteInProcess } from './execute-in-process.ts'

const numbers = op({ name: 'numbers', out: z.array(z.number()), run: () => [1, 2, 3] })
const clean = op({
  name: 'clean',
  ins: { xs: z.array(z.number()) },
  outs: { kept: out(z.array(z.number())), rejected: out(z.number(), { required: false }) },
  run: (_, { xs }) => ({ kept: xs }),
})
const split = op({
  name: 'split',
  ins: { xs: z.array(z.number()) },
  out: dynamicOut(z.number()),
  run: (_, { xs }) => new Map(xs.map((x) => [`n${x}`, x])),
})
const double = op({ name: 'double', ins: { x: z.number() }, run: (_, { x }) => x * 2 })
const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.reduce((a, b) => a + b, 0) })

const everything = job('everything', {
  tags: { team: 'ops', level: 1 },
  run() {
    const { kept, rejected } = clean({ xs: numbers() })
    const doubled = split({ xs: kept }).map((x) => double({ x }))
    return { total: sum({ xs: doubled.collect() }), doubled, rejected }
  },
})

test('gives the values of the job and of each op, whatever shape they have', async () => {
  const result = await executeInProcess(everything)
  expect(result.outputs).toEqual({
    total: 12,
    doubled: new Map([
      ['n1', 2],
      ['n2', 4],
      ['n3', 6],
    ]),
    rejected: undefined,
  })
  expect(result.outputOf(numbers)).toEqual([1, 2, 3])
  expect(result.outputOf(clean)).toEqual({ kept: [1, 2, 3], rejected: undefined })
  expect(result.outputOf(split)).toEqual(
    new Map([
      ['n1', 1],
      ['n2', 2],
      ['n3', 3],
    ]),
  )
  expect([...result.outputsOf(double)].sort()).toEqual([
    ['double[n1]', 2],
    ['double[n2]', 4],
    ['double[n3]', 6],
  ])
  expect(() => result.outputOf(double)).toThrow('Op "double" has 3 steps in this run')
})

test('the events are a whole log: numbered from 1, begun and ended, folding to the run', async () => {
  const seen: number[] = []
  const { events, runId } = await executeInProcess(everything, { onEvent: ({ seq }) => seen.push(seq) })
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: events.length }, (_, index) => index + 1))
  expect(seen).toEqual(events.map(({ seq }) => seq))
  expect([events[0]?.type, events.at(-1)?.type]).toEqual(['RUN_START', 'RUN_SUCCESS'])
  const folded = foldRun(runId, events)
  expect(folded.status).toBe('SUCCESS')
  expect([...folded.steps.values()].every(({ status }) => status === 'SUCCESS')).toBe(true)
  expect(folded.outputs).toHaveLength(9)
})

test('config reaches the ops, its defaults filled in, its environment read from the option', async () => {
  const greet = op({
    name: 'greet',
    config: z.object({ greeting: z.string(), times: z.number().default(2) }),
    ins: { name: z.string() },
    run: ({ config }, { name }) => `${config.greeting} ${name}`.repeat(config.times),
  })
  const greeting = job('greeting', { run: () => greet({ name: fromConfig() }) })
  const { outputs } = await executeInProcess(greeting, {
    config: { ops: { greet: { config: { greeting: { env: 'WORD' } }, inputs: { name: 'you' } } } },
    env: { WORD: 'Hi' },
  })
  expect(outputs.result).toBe('Hi youHi you')
})

test('a config that does not fit is refused with all its faults before anything runs', async () => {
  let runs = 0
  const needy = op({ name: 'needy', config: z.object({ a: z.number(), b: z.string() }), run: () => ++runs })
  const wrong = { ops: { needy: { config: { a: 'x' } }, nedy: {} } }
  const needing = job('needing', { run: () => needy() })
  const refused = tryExecuteInProcess(needing, { config: wrong as never })
  await expect(refused).rejects.toMatchObject({ code: 'INVALID_CONFIG', details: { errors: { length: 3 } } })
  expect(runs).toBe(0)
})

test('a failed run throws, with what the first failed step threw as the cause', async () => {
  const boom = new Failure({ message: 'no such airport', metadata: { code: 'XXX' }, allowRetries: false })
  const fail = op({
    name: 'fail',
    run: (): number => {
      throw boom
    },
  })
  const failing = job('failing', { run: () => ({ sum: sum({ xs: [double({ x: fail() })] }), fine: numbers() }) })
  await expect(executeInProcess(failing)).rejects.toMatchObject({
    code: 'RUN_FAILED',
    message: 'The run of job "failing" failed at step "fail": no such airport',
    cause: boom,
  })
  const result = await tryExecuteInProcess(failing)
  if (result.status !== 'FAILURE') throw new Error(result.status)
  expect(result).toMatchObject({ reason: 'STEP_FAILURE', thrown: boom, failedSteps: ['fail'] })
  expect(result.error).toMatchObject({ name: 'Failure', metadata: { code: { kind: 'text', value: 'XXX' } } })
  expect(result.outputOf(numbers)).toEqual([1, 2, 3])
  expect(() => result.outputOf(sum)).toThrow('No step of op "sum" has succeeded')
  expect(result.events.at(-1)).toMatchObject({ type: 'RUN_FAILURE', payload: { reason: 'STEP_FAILURE' } })
})

test('a stand-in, plain or made, goes over the resource that the job brings, and needs no config', async () => {
  const real = resource({ config: z.object({ url: z.string() }), init: ({ config }) => ({ read: () => config.url }) })
  const read = op({ name: 'read', resources: { db: type<{ read(): string }>() }, run: ({ resources }) => resources.db.read() })
  const reading = job('reading', { resources: { db: real }, run: () => read() })
  const plain = await executeInProcess(reading, { resources: { db: { read: () => 'plain' } } })
  expect(plain.outputs.result).toBe('plain')
  const disposed: string[] = []
  const made = resource({ init: () => ({ read: () => 'made' }), dispose: () => void disposed.push('made') })
  expect((await executeInProcess(reading, { resources: { db: made } })).outputs.result).toBe('made')
  expect(disposed).toEqual(['made'])
  const configured = await executeInProcess(reading, { config: { resources: { db: { config: { url: 'real' } } } } })
  expect(configured.outputs.result).toBe('real')
})

test('tags of the launch go over those of the job, and a tag that only Pawl writes is refused', async () => {
  const tagged = op({ name: 'tagged', run: ({ run }) => run.tags })
  const tagging = job('tagging', { tags: { team: 'ops', level: 1 }, run: () => tagged() })
  const { outputs } = await executeInProcess(tagging, { tags: { level: 2 } })
  expect(outputs.result).toEqual({ team: 'ops', level: '2' })
  await expect(executeInProcess(tagging, { tags: { 'pawl/root_run_id': 'x' } })).rejects.toMatchObject({ code: 'INVALID_TAGS' })
})

test('an aborted signal cancels the run', async () => {
  const controller = new AbortController()
  const wait = op({
    name: 'wait',
    run: ({ signal }) =>
      new Promise<number>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        controller.abort()
      }),
  })
  const waiting = job('waiting', { run: () => wait() })
  const result = await tryExecuteInProcess(waiting, { signal: controller.signal })
  expect(result.status).toBe('CANCELED')
  expect(result.events.slice(-2).map(({ type }) => type)).toEqual(['RUN_CANCELING', 'RUN_CANCELED'])
  expect(foldRun(result.runId, result.events)).toMatchObject({ status: 'CANCELED', cancelCause: 'user' })
  await expect(executeInProcess(waiting, { signal: controller.signal })).rejects.toMatchObject({ code: 'RUN_CANCELED' })
})

test('with a clock and chance of its own a run waits for nothing and repeats exactly', async () => {
  const run = async (): Promise<unknown> => {
    let tries = 0
    const flaky = op({
      name: 'flaky',
      retry: { maxRetries: 3, delaySeconds: 3600, jitter: 'full' },
      run: () => {
        if (++tries < 4) throw new Error('503')
        return tries
      },
    })
    const clock = simulatedClock()
    const running = executeInProcess(job('flaky_job', { run: () => flaky() }), { clock, random: seededRandom(1) })
    const { events, outputs } = await clock.runUntil(running)
    expect(outputs.result).toBe(4)
    return events.map(({ type, at, runId }) => [type, at, runId])
  }
  expect(await run()).toEqual(await run())
})

test('outputs go to the I/O managers given, and to memory where a key has none', async () => {
  const stored: string[] = []
  const memory = memoryIOManager()
  const warehouse = {
    ...memory,
    handleOutput: (...[context, value]: Parameters<typeof memory.handleOutput>) => {
      stored.push(context.stepKey)
      return memory.handleOutput(context, value)
    },
  }
  const kept = op({ name: 'kept', out: out(z.number(), { ioManager: 'warehouse' }), run: () => 1 })
  const other = op({ name: 'other', out: out(z.number(), { ioManager: 'lake' }), run: () => 2 })
  const keeping = job('keeping', { run: () => ({ kept: kept(), other: other() }) })
  const { outputs, events } = await executeInProcess(keeping, { ioManagers: { warehouse: () => warehouse } })
  expect([outputs, stored]).toEqual([{ kept: 1, other: 2 }, ['kept']])
  const managers = events.flatMap((event) => (event.type === 'HANDLED_OUTPUT' ? [event.payload.stored.ioManager] : []))
  expect(managers.sort()).toEqual(['lake', 'warehouse'])
})

test('an I/O manager that only writes spoils nothing but the reading of its outputs', async () => {
  const writeOnly = { ...memoryIOManager(), loadInput: () => Promise.reject(new Error('write only')) }
  const write = op({ name: 'write', out: out(z.number(), { ioManager: 'sink' }), run: () => 1 })
  const after = op({ name: 'after', run: () => 'done' })
  const writing = job('writing', {
    run() {
      const written = write()
      return { done: after.after(written)(), written }
    },
  })
  const result = tryExecuteInProcess(writing, { ioManagers: { sink: writeOnly } })
  await expect(result).rejects.toThrow('write only')
  const selected = await executeInProcess(writing, { ioManagers: { sink: writeOnly }, opSelection: 'after' })
  expect(selected.outputOf(after)).toBe('done')
})

test('a selection runs the ops it names; config gives what the others would have', async () => {
  const result = await executeInProcess(everything, {
    opSelection: 'clean*',
    config: { ops: { clean: { inputs: { xs: [5] } } } } as never,
  })
  expect(result.outputs).toMatchObject({ total: 10, doubled: new Map([['n5', 10]]) })
  expect(() => result.outputOf(numbers)).toThrow('No step of op "numbers" has succeeded')
  await expect(executeInProcess(everything, { opSelection: 'claen' })).rejects.toMatchObject({ code: 'INVALID_OP_SELECTION' })
  await expect(executeInProcess(everything, { opSelection: 'clean' })).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
})

test('an op used several times is told apart by its alias, in graphs too', async () => {
  const inner = graph('inner', { ins: { x: z.number() }, run: ({ x }) => double({ x }) })
  const one = op({ name: 'one', run: () => 1 })
  const aliased = job('aliased', {
    run() {
      const x = double.as('first')({ x: one() })
      return inner({ x })
    },
  })
  const result = await executeInProcess(aliased)
  expect(result.outputs.result).toBe(4)
  expect(result.outputOf(double.as('first'))).toBe(2)
  expect(result.outputsOf(double)).toEqual(
    new Map([
      ['first', 2],
      ['inner.double', 4],
    ]),
  )
  expect(() => result.outputOf(sum)).toThrow('The job has no step of op "sum"')
})

test('dynamic outputs without items, and those left out, are told apart', async () => {
  const none = op({ name: 'none', out: dynamicOut(z.number()), run: () => new Map<string, number>() })
  const absent = op({ name: 'absent', out: dynamicOut(z.number(), { required: false }), run: () => undefined })
  const count = op({ name: 'count', ins: { xs: optionalType<number[]>() }, run: (_, { xs }) => xs?.length ?? 'nothing' })
  const counting = job('counting', {
    run() {
      const items = none()
      const missing = absent()
      const doubled = items.map((x) => double({ x })).collect()
      return { items, missing, doubled, some: count({ xs: items.collect() }), no: count.as('other')({ xs: missing.collect() }) }
    },
  })
  const { outputs } = await executeInProcess(counting)
  expect(outputs).toEqual({ items: new Map(), missing: undefined, doubled: [], some: 0, no: 'nothing' })
})
