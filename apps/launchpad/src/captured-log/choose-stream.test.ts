import { expect, test } from 'vitest'
import { chooseStream, type StreamInfo, streamName } from './choose-stream.ts'

const info = (stepKey: string | null, attempt: number | null): StreamInfo => ({
  stepKey,
  attempt,
  stream: 'STDOUT',
  sizeBytes: 1,
})
const streams = [info('a', 1), info('b', 1), info('b', 2), info(null, null)]
const choose = (step?: string, attempt?: number, failedStep: string | null = null) => {
  const chosen = chooseStream(streams, { step, attempt, failedStep })
  return chosen && streamName(chosen)
}

test('the URL decides, then the newest attempt, then what failed, then the first', () => {
  expect(choose('b', 1)).toBe('b, attempt 1')
  expect(choose('b')).toBe('b, attempt 2')
  expect(choose('c')).toBeUndefined()
  expect(choose(undefined, undefined, 'b')).toBe('b, attempt 2')
  expect(choose(undefined, undefined, 'quiet')).toBe('a, attempt 1')
})

test('what belongs to no step has a name too', () => {
  expect(streamName(info(null, null))).toBe('of no step')
})
