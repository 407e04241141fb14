import { expect, test } from 'vitest'
import { Failure, RetryRequested } from './failure.ts'

test('a failure is told by its name and carries what it was given', () => {
  const cause = new RangeError('too far')
  const failure = new Failure({ message: 'no such airport', metadata: { airport: 'XXX' }, allowRetries: false, cause })
  expect(failure).toBeInstanceOf(Error)
  expect({ ...failure, message: failure.message, cause: failure.cause }).toEqual({
    name: 'Failure',
    message: 'no such airport',
    metadata: { airport: 'XXX' },
    allowRetries: false,
    cause,
  })
  expect(new Failure({ message: 'again' })).toMatchObject({ allowRetries: true, metadata: {} })
  expect('cause' in new Failure({ message: 'again' })).toBe(false)
})

test('a request for a retry carries only what it overrides', () => {
  expect({ ...new RetryRequested({ maxRetries: 5, delaySeconds: 0.5 }) }).toEqual({
    name: 'RetryRequested',
    maxRetries: 5,
    delaySeconds: 0.5,
  })
  expect(new RetryRequested().message).toBe('The op asked to be tried again.')
  expect(new RetryRequested({ message: 'rate limited', cause: 1 })).toMatchObject({ message: 'rate limited', cause: 1 })
  expect(new RetryRequested().maxRetries).toBeUndefined()
})
