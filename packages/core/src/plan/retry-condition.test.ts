import { expect, test } from 'vitest'
import { evaluateRetryCondition } from './retry-condition.ts'

const context = { retryNumber: 1, stepKey: 'fetch' }
const error = new Error('503')

test('without a condition every error is retried', async () => {
  expect(await evaluateRetryCondition(undefined, error, context)).toEqual({ kind: 'retry' })
})

test('the condition is given the error, the number of the next retry and the step key', async () => {
  const seen: unknown[] = []
  await evaluateRetryCondition((...given) => seen.push(given) > 0, error, { retryNumber: 3, stepKey: 'g.fetch[a]' })
  expect(seen).toEqual([[error, { retryNumber: 3, stepKey: 'g.fetch[a]' }]])
})

test('a synchronous and an asynchronous answer count alike', async () => {
  for (const [answer, kind] of [
    [true, 'retry'],
    [false, 'refused'],
  ] as const) {
    expect(await evaluateRetryCondition(() => answer, error, context)).toEqual({ kind })
    expect(await evaluateRetryCondition(async () => answer, error, context)).toEqual({ kind })
  }
})

test('any callable serves as a condition, also a bound method or a callable with state', async () => {
  class Gate {
    readonly #open = true
    ask(): boolean {
      return this.#open
    }
  }
  const gate = new Gate()
  expect(await evaluateRetryCondition(gate.ask.bind(gate), error, context)).toEqual({ kind: 'retry' })
})

test('a condition that throws or rejects becomes a fact with its message, never a rejection', async () => {
  const thrower = (): boolean => {
    throw new TypeError('no status')
  }
  expect(await evaluateRetryCondition(thrower, error, context)).toEqual({ kind: 'threw', message: 'TypeError: no status' })
  const rejecter = (): Promise<boolean> => Promise.reject('plain text')
  expect(await evaluateRetryCondition(rejecter, error, context)).toEqual({ kind: 'threw', message: 'plain text' })
})

test('a thrown value that cannot be shown does not hide that the condition threw', async () => {
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error('trap')
      },
    },
  )
  const fact = await evaluateRetryCondition(
    () => {
      throw hostile
    },
    error,
    context,
  )
  expect(fact).toEqual({ kind: 'threw', message: 'a value that cannot be shown' })
})
