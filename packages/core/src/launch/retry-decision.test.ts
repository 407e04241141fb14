import { expect, test } from 'vitest'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent, StoredEvent } from '../event/run-event.ts'
import type { Run } from '../run/run.ts'
import { retryDecisionOf } from './retry-decision.ts'

const said = (message: string, about?: 'run-retry'): RunEvent =>
  newEvent('ENGINE_EVENT', { at: 1, payload: { level: 'info', message, ...(about === undefined ? {} : { about }) } })
const failed = newEvent('RUN_FAILURE', { at: 1, payload: { reason: 'STEP_FAILURE', message: '' } })

const decisionOf = (status: Run['status'], ...events: readonly RunEvent[]) => {
  const stored = events.map((event, index) => ({ ...event, runId: 'r', seq: index + 1 }) as StoredEvent)
  const listEvents = async (_: string, { afterSeq = 0, limit }: { readonly afterSeq?: number; readonly limit: number }) =>
    stored.filter(({ seq }) => seq > afterSeq).slice(0, limit)
  return retryDecisionOf({ listEvents }, { runId: 'r', status, nextSeq: events.length + 1 } as Run)
}

test('the word on a retry stands before the end', async () => {
  expect(await decisionOf('FAILURE', said('before'), said('Not retried: …', 'run-retry'), failed)).toBe('Not retried: …')
})

test('nothing else that stands there is taken for it', async () => {
  expect(await decisionOf('CANCELED', said('A resource was not disposed of.'), failed)).toBeNull()
  expect(await decisionOf('FAILURE', failed)).toBeNull()
  expect(await decisionOf('STARTED', said('Not yet.', 'run-retry'), failed)).toBeNull()
  expect(await decisionOf('SUCCESS', said('Not at all.', 'run-retry'), failed)).toBeNull()
})
