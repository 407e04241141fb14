import { existsSync, readFileSync } from 'node:fs'
import { type Definitions, definitions, dynamicOut, graph, job, op, out, resource, type } from '@pawl/core'
import { z } from 'zod'

// What is to fail stands in a file beside this one, so that it can change without the code or the config of any step.
const plans = new URL('./fail.json', import.meta.url)
function mayFail(stepKey: string): void {
  const failing: unknown = existsSync(plans) ? JSON.parse(readFileSync(plans, 'utf8')) : []
  if (Array.isArray(failing) && failing.includes(stepKey)) throw new Error(`${stepKey} is to fail`)
}

const config = z.object({ factor: z.number().default(1) })

const numbers = op({
  name: 'numbers',
  config: z.object({ count: z.number() }),
  out: dynamicOut(type<number>()),
  run({ config: { count }, step }) {
    mayFail(step.key)
    return new Map(Array.from({ length: count }, (_, number) => [`n${number}`, number]))
  },
})

const square = op({
  name: 'square',
  config,
  ins: { number: z.number() },
  out: z.number(),
  run({ config: { factor }, step }, { number }) {
    mayFail(step.key)
    return number * number * factor
  },
})

const sum = op({
  name: 'sum',
  ins: { squares: z.array(z.number()) },
  outs: { total: out(z.number()), note: out(z.string(), { required: false }) },
  run({ step }, { squares }) {
    mayFail(step.key)
    return { total: squares.reduce((total, square) => total + square, 0) }
  },
})

const client = resource({ config: z.object({ region: z.string().default('eu') }), init: () => ({}) })

const publish = op({
  name: 'publish',
  codeVersion: '1',
  resources: { client },
  ins: { total: z.number(), note: z.string() },
  run: ({ step }, { total, note }) => {
    mayFail(step.key)
    return `${total} ${note}`
  },
})

const render = op({
  name: 'render',
  codeVersion: '1',
  resources: { client },
  ins: { total: z.number() },
  run: ({ step }, { total }) => {
    mayFail(step.key)
    return `<b>${total}</b>`
  },
})

const pages = graph('pages', {
  ins: { total: z.number() },
  run: ({ total }) => render({ total }),
})

const figures = job('figures', {
  run() {
    const squares = numbers().map((number) => square({ number }))
    const { total, note } = sum({ squares: squares.collect() })
    return { published: publish({ total, note }), page: pages({ total }) }
  },
})

const project: Definitions = definitions({ jobs: [figures] })
export default project
