import { appendFileSync, readFileSync } from 'node:fs'
import { type Definitions, definitions, dynamicOut, job, op, resource, type } from '@pawl/core'
import { z } from 'zod'

// Who imports this file tells so: the daemon must not be among them.
appendFileSync('imports.txt', `${process.pid}\n`)

const one = op({ name: 'one', run: () => 1 })
const add = op({ name: 'add', ins: { x: z.number() }, run: (_, { x }) => x + 1 })

const chain = job('chain', {
  run: () => add.as('c')({ x: add.as('b')({ x: add.as('a')({ x: one() }) }) }),
})

/** Fails until the file has as many lines as it takes attempts. */
const flaky = op({
  name: 'flaky',
  config: z.object({ path: z.string(), failures: z.number() }),
  retry: { maxRetries: 3, delaySeconds: 0.05 },
  run({ config, step }) {
    appendFileSync(config.path, `${step.attempt}\n`)
    const attempts = readFileSync(config.path, 'utf8').trim().split('\n').length
    if (attempts <= config.failures) throw new Error(`attempt ${attempts} fails`)
    return attempts
  },
})
const retried = job('retried', { run: () => add({ x: flaky() }) })

const environment = op({
  name: 'environment',
  run: () => ({ pid: process.pid, names: Object.keys(process.env), kept: process.env['KEPT'] }),
})
const surroundings = job('surroundings', { run: () => environment() })

const noted = op({
  name: 'noted',
  config: z.object({ path: z.string(), limit: z.number().default(1) }),
  run({ config }) {
    appendFileSync(config.path, 'noted\n')
    return config.limit
  },
})
const double = op({ name: 'double', ins: { x: z.number() }, run: (_, { x }) => 2 * x })
const selectable = job('selectable', { run: () => double({ x: noted() }) })

const split = op({
  name: 'split',
  out: dynamicOut(z.number()),
  *run() {
    for (const key of ['x', 'y', 'z']) yield { key, value: key.charCodeAt(0) }
  },
})
const total = op({ name: 'total', ins: { all: z.array(z.number()) }, run: (_, { all }) => all.reduce((a, b) => a + b, 0) })
const mapped = job('mapped', {
  run: () =>
    total({
      all: split()
        .map((x) => double({ x }))
        .collect(),
    }),
})

const failing = op({
  name: 'failing',
  run(): number {
    throw new Error('it cannot')
  },
})
const failed = job('failed', { run: () => add({ x: failing() }) })

const lifetime = resource({
  init: () => {
    appendFileSync('lifetime.txt', 'made\n')
    return 'value'
  },
  dispose: () => appendFileSync('lifetime.txt', 'disposed\n'),
})
const user = op({ name: 'user', resources: { thing: type<string>() }, run: ({ resources }) => resources.thing })
const withResource = job('with_resource', { run: () => user() })

const main: Definitions = definitions({
  jobs: [chain, retried, surroundings, selectable, mapped, failed, withResource],
  resources: { thing: lifetime },
})
export default main
