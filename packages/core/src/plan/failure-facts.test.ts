import { expect, test } from 'vitest'
import { Failure, RetryRequested } from '../definition/failure.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { namedFailure, UNRETRIED_CODES } from './failure-facts.ts'

const named = (name: string, fields: object): Error => Object.assign(new Error('x'), { name, ...fields })

test('an ordinary error, and whatever else is thrown, is left to the policy', () => {
  for (const thrown of [new Error('x'), new TypeError('y'), 'text', 0, null, undefined, {}, Symbol('s')])
    expect(namedFailure(thrown)).toBeUndefined()
})

test('framework errors of the listed codes are known by name and code, from any copy of the class', () => {
  for (const code of UNRETRIED_CODES) {
    expect(namedFailure(new FrameworkError(code, { message: 'x' }))).toEqual({ kind: 'framework', code })
    expect(namedFailure(named('FrameworkError', { code }))).toEqual({ kind: 'framework', code })
  }
})

test('any other framework error, such as one of a plugin, is left to the policy', () => {
  expect(namedFailure(new FrameworkError('WAREHOUSE_BUSY', { message: 'x' }))).toBeUndefined()
  expect(namedFailure(named('SomeError', { code: 'TYPE_CHECK_FAILED' }))).toBeUndefined()
})

test('what a resource has thrown while it was made counts as thrown by the op', () => {
  const wrapped = (cause: unknown): FrameworkError => new FrameworkError('RESOURCE_INIT_FAILED', { message: 'x', cause })
  expect(namedFailure(wrapped(named('Failure', { allowRetries: false })))).toEqual({ kind: 'permanent' })
  expect(namedFailure(wrapped(named('RetryRequested', { maxRetries: 2 })))).toEqual({ kind: 'retry-requested', maxRetries: 2 })
  expect(namedFailure(wrapped(new FrameworkError('INVALID_CONFIG', { message: 'x' })))).toEqual({
    kind: 'framework',
    code: 'INVALID_CONFIG',
  })
  expect(namedFailure(wrapped(new Error('refused')))).toBeUndefined()
})

test('a Failure is permanent only with allowRetries false', () => {
  expect(namedFailure(named('Failure', { allowRetries: false }))).toEqual({ kind: 'permanent' })
  expect(namedFailure(named('Failure', { allowRetries: true }))).toBeUndefined()
  expect(namedFailure(named('Failure', {}))).toBeUndefined()
})

test('RetryRequested carries what it asks for, and nothing it does not', () => {
  expect(namedFailure(named('RetryRequested', { maxRetries: 3, delaySeconds: 0.5 }))).toEqual({
    kind: 'retry-requested',
    maxRetries: 3,
    delaySeconds: 0.5,
  })
  expect(namedFailure(named('RetryRequested', { maxRetries: undefined }))).toEqual({ kind: 'retry-requested' })
})

test('the errors that job authors throw are recognised', () => {
  expect(namedFailure(new Failure({ message: 'x', allowRetries: false }))).toEqual({ kind: 'permanent' })
  expect(namedFailure(new Failure({ message: 'x' }))).toBeUndefined()
  expect(namedFailure(new RetryRequested({ delaySeconds: 3 }))).toEqual({ kind: 'retry-requested', delaySeconds: 3 })
})

test('something that is no number in a RetryRequested is told from nothing', () => {
  expect(namedFailure(named('RetryRequested', { maxRetries: '3' }))).toEqual({ kind: 'retry-requested', maxRetries: Number.NaN })
})

test('an error whose properties cannot be read is an ordinary error', () => {
  const hostile = new Proxy(new Error('x'), {
    get: () => {
      throw new Error('trap')
    },
  })
  expect(namedFailure(hostile)).toBeUndefined()
})
