import { appendFileSync } from 'node:fs'
import { type Definitions, definitions, dynamicOut, job, op, type } from '@pawl/core'
import { z } from 'zod'

/** Every attempt of every step leaves its step key in this file. */
const config = z.object({ path: z.string() })
const note = (path: string, stepKey: string): void => appendFileSync(path, `${stepKey}\n`)

const numbers = op({
  name: 'numbers',
  config,
  out: dynamicOut(type<number>()),
  run({ config: { path }, step }) {
    note(path, step.key)
    return new Map(Array.from({ length: 50 }, (_, number) => [`n${number}`, number]))
  },
})

const UNLUCKY: ReadonlySet<number> = new Set([7, 31])

const square = op({
  name: 'square',
  config,
  ins: { number: z.number() },
  run({ config: { path }, run, step }, { number }) {
    note(path, step.key)
    if (run.retryNumber === 0 && UNLUCKY.has(number)) throw new Error(`${number} is unlucky`)
    return number * number
  },
})

const sum = op({
  name: 'sum',
  config,
  ins: { squares: z.array(z.number()) },
  run({ config: { path }, run, step }, { squares }) {
    note(path, step.key)
    if (run.retryNumber === 1) process.exit(3)
    return squares.reduce((total, square) => total + square, 0)
  },
})

const squares = job('squares', {
  tags: { 'pawl/max_retries': 3 },
  run: () =>
    sum({
      squares: numbers()
        .map((number) => square({ number }))
        .collect(),
    }),
})

const project: Definitions = definitions({ jobs: [squares] })
export default project
