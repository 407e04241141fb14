import { expect, test } from 'vitest'
import { z } from 'zod'
import { simulatedClock } from '../../../testing/src/index.ts'
import { executeJob } from '../../test/execute-job.ts'
import { Failure } from '../definition/failure.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { type Resource, resource } from '../definition/resource.ts'
import { type } from '../definition/schema.ts'

/** A resource that tells what becomes of it. */
function telling(name: string, told: string[]): Resource<string> {
  return resource({
    init: () => {
      told.push(`init ${name}`)
      return name
    },
    dispose: () => void told.push(`dispose ${name}`),
  })
}

test('a resource is made when the first step needs it, once, and disposed of at the end in reverse order', async () => {
  const told: string[] = []
  const plain = op({ name: 'plain', run: () => told.push('body of plain') })
  const uses = op({
    name: 'uses',
    ins: { x: type<number>() },
    resources: { a: type<string>(), b: type<string>() },
    run: ({ resources, step }) => told.push(`body of ${step.key} with ${resources.a} and ${resources.b}`),
  })
  const run = await executeJob(
    job('j', {
      resources: { a: telling('a', told), b: telling('b', told), unused: telling('unused', told) } as never,
      run: () => uses.as('again')({ x: uses({ x: plain() }) }),
    }),
  )
  expect(told).toEqual([
    'body of plain',
    'init a',
    'init b',
    'body of uses with a and b',
    'body of again with a and b',
    'dispose b',
    'dispose a',
  ])
  expect(run.end).toEqual({ kind: 'success' })
})

test('steps that start together share one making', async () => {
  const told: string[] = []
  const slow = resource({
    init: async () => {
      told.push('init')
      await new Promise((resolve) => setImmediate(resolve))
      return told.length
    },
  })
  const uses = op({ name: 'uses', resources: { slow: type<number>() }, run: ({ resources }) => resources.slow })
  const wide = job('j', {
    resources: { slow },
    run: () => Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`u${n}`, uses.as(`u${n}`)()])),
  })
  const run = await executeJob(wide)
  expect([told, run.end]).toEqual([['init'], { kind: 'success' }])
})

test('what an op brings serves where the job provides nothing', async () => {
  const told: string[] = []
  const brings = op({ name: 'brings', resources: { r: telling('brought', told) }, run: ({ resources }) => resources.r })
  await executeJob(job('own', { run: () => brings() }))
  await executeJob(job('given', { resources: { r: telling('provided', told) }, run: () => brings() }))
  expect(told).toEqual(['init brought', 'dispose brought', 'init provided', 'dispose provided'])
})

test("an init that fails is the attempt's failure, is retried by the policy, and is not remembered", async () => {
  let inits = 0
  const flaky = resource({
    init: () => {
      if (++inits < 3) throw new Error(`no connection ${inits}`)
      return inits
    },
  })
  const uses = op({
    name: 'uses',
    retry: { maxRetries: 5, delaySeconds: 1 },
    resources: { db: type<number>() },
    run: ({ resources }) => resources.db,
  })
  const run = await executeJob(job('j', { resources: { db: flaky }, run: () => uses() }))
  expect(run.of('STEP_UP_FOR_RETRY').map(({ payload }) => payload.error)).toMatchObject([
    {
      code: 'RESOURCE_INIT_FAILED',
      message: 'Resource "db" could not be made: Error: no connection 1',
      cause: { message: 'no connection 1' },
    },
    { cause: { message: 'no connection 2' } },
  ])
  expect([inits, run.end]).toEqual([3, { kind: 'success' }])
})

test('a run that fails because a resource cannot be made says so, and disposes of the others', async () => {
  const told: string[] = []
  const broken = resource({
    init: (): string => {
      throw new Error('no connection')
    },
  })
  const uses = op({
    name: 'uses',
    resources: { a: type<string>(), broken: type<string>() },
    run: ({ resources }) => resources.a,
  })
  const run = await executeJob(job('j', { resources: { a: telling('a', told), broken }, run: () => uses() }))
  expect(run.end).toMatchObject({ kind: 'failure', reason: 'RESOURCE_INIT_FAILURE', permanent: false })
  expect(told).toEqual(['init a', 'dispose a'])
})

test('a Failure without retries in an init is as permanent as in a body', async () => {
  const never = resource({
    init: (): string => {
      throw new Failure({ message: 'no licence', allowRetries: false })
    },
  })
  const uses = op({
    name: 'uses',
    retry: { maxRetries: 3 },
    resources: { r: type<string>() },
    run: ({ resources }) => resources.r,
  })
  const run = await executeJob(job('j', { resources: { r: never }, run: () => uses() }))
  expect(run.of('STEP_FAILURE')).toMatchObject([{ attempt: 1, payload: { permanent: true } }])
  expect(run.end).toMatchObject({ reason: 'RESOURCE_INIT_FAILURE', permanent: true })
})

test('an error in dispose is an ENGINE_EVENT that changes nothing, and the others are disposed of too', async () => {
  const told: string[] = []
  const bad = resource({
    init: () => 'bad',
    dispose: () => {
      throw new Error('cannot close')
    },
  })
  const uses = op({
    name: 'uses',
    resources: { a: type<string>(), bad: type<string>() },
    run: ({ resources }) => resources.a,
  })
  const run = await executeJob(job('j', { resources: { a: telling('a', told), bad }, run: () => uses() }))
  expect(run.of('ENGINE_EVENT')).toMatchObject([
    { payload: { level: 'warn', message: 'Resource "bad" was not disposed of cleanly.', error: { message: 'cannot close' } } },
  ])
  expect([told, run.end]).toEqual([['init a', 'dispose a'], { kind: 'success' }])
  // The last success is durable before anything is disposed of, the problem with the end.
  expect(run.batches.at(-1)?.events.map(({ type: what }) => what)).toEqual(['ENGINE_EVENT'])
})

test('a dispose that hangs is told of and not waited for without end, and changes nothing', async () => {
  const clock = simulatedClock(0)
  const told: string[] = []
  const good = resource({ init: () => 1, dispose: () => void told.push('dispose good') })
  const hanging = resource({ init: () => 2, dispose: () => new Promise<void>(() => undefined) })
  const uses = op({ name: 'uses', resources: { good: type<number>(), hanging: type<number>() }, run: () => 3 })
  const run = await executeJob(job('j', { resources: { good, hanging }, run: () => uses() }), { clock })
  expect(run.of('ENGINE_EVENT')).toMatchObject([
    {
      payload: {
        message: 'Resource "hanging" was not disposed of cleanly.',
        error: {
          code: 'RESOURCE_DISPOSE_TIMEOUT',
          message: 'It was not disposed of within 10 s, and is not waited for any more.',
        },
      },
    },
  ])
  expect([told, run.end, clock.now(), clock.sleeping]).toEqual([['dispose good'], { kind: 'success' }, 10_000, 0])
})

test('resources are disposed of after a failure, a cancellation, and when the loop is left', async () => {
  for (const how of ['failure', 'cancellation', 'leaving']) {
    const told: string[] = []
    const controller = new AbortController()
    const uses = op({
      name: 'uses',
      resources: { a: type<string>() },
      async run({ log, signal }): Promise<number> {
        if (how === 'failure') throw new Error('x')
        log.info('running')
        if (how === 'cancellation') controller.abort()
        return new Promise((_, reject) => {
          if (signal.aborted) reject(signal.reason)
          signal.addEventListener('abort', () => {
            told.push('body ends')
            reject(signal.reason)
          })
        })
      },
    })
    await executeJob(job('j', { resources: { a: telling('a', told) }, run: () => uses() }), {
      signal: controller.signal,
      ...(how === 'leaving' ? { leaveAfter: 2 } : {}),
    })
    expect([how, told]).toEqual([how, ['init a', ...(how === 'leaving' ? ['body ends'] : []), 'dispose a']])
  }
})

test('an init that hangs is told of the end, not waited for without end, and disposed of when it comes', async () => {
  const clock = simulatedClock(0)
  const told: string[] = []
  const gate = Promise.withResolvers<string>()
  const hanging = resource({
    init: ({ signal }) => {
      signal.addEventListener('abort', () => told.push(`aborted at ${clock.now()}`))
      return gate.promise
    },
    dispose: (value) => void told.push(`dispose ${value}`),
  })
  const uses = op({ name: 'uses', timeoutSeconds: 1, resources: { r: type<string>() }, run: ({ resources }) => resources.r })
  const run = await executeJob(job('j', { resources: { r: hanging }, run: () => uses() }), { clock })
  expect(run.of('STEP_FAILURE')).toMatchObject([{ payload: { error: { code: 'STEP_TIMEOUT' } } }])
  expect(told).toEqual(['aborted at 6000'])
  expect(clock.now()).toBe(11_000)
  gate.resolve('late')
  await clock.advance(0)
  expect(told).toEqual(['aborted at 6000', 'dispose late'])
})

test('config is parsed once for a resource; a variable that is not set fails without a retry', async () => {
  let parses = 0
  const url = z.string().transform((text) => `${text}#${++parses}`)
  const db = resource({ config: z.object({ url }), init: ({ config, runId }) => `${config.url} ${runId.length}` })
  const uses = op({
    name: 'uses',
    retry: { maxRetries: 2 },
    resources: { db: type<string>() },
    run: ({ resources }) => resources.db,
  })
  const twice = job('j', { resources: { db }, run: () => ({ a: uses(), b: uses.as('b')() }) })
  const config = { resources: { db: { config: { url: { env: 'DB' } } } } }
  const run = await executeJob(twice, { config, env: { DB: 'sql' } })
  expect([parses, run.end]).toEqual([1, { kind: 'success' }])
  const failed = await executeJob(twice, { config })
  expect(failed.of('STEP_FAILURE', 'uses')).toMatchObject([
    { attempt: 1, payload: { error: { cause: { code: 'INVALID_CONFIG' } } } },
  ])
})
