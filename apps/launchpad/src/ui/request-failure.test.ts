import { CombinedError } from '@urql/core'
import { expect, test } from 'vitest'
import { requestFailure } from './request-failure.ts'

const failure = (parts: ConstructorParameters<typeof CombinedError>[0]) =>
  requestFailure(new CombinedError(parts), 'the list of runs')

test('nobody there, an error, and a missing token are told apart', () => {
  expect(failure({ networkError: new Error('refused') })).toEqual({
    title: 'Pawl does not answer, so the list of runs cannot be shown.',
    hint: 'Is the daemon running?',
  })
  expect(failure({ networkError: new Error('bad gateway'), response: { status: 502 } }).hint).toContain('502')
  expect(failure({ networkError: new Error('Unauthorized'), response: { status: 401 } }).hint).toContain('/session?token=')
  expect(failure({ graphQLErrors: ['The query is too large.'] })).toEqual({
    title: 'The list of runs cannot be shown.',
    hint: 'The query is too large.',
  })
})
