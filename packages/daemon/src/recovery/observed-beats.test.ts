import type { SupervisorRecord } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { ObservedBeats } from './observed-beats.ts'

const supervisor = (beat: number, supervisorId = 'other', leaseMs = 1_000): SupervisorRecord => ({
  ...{ supervisorId, beat, leaseMs, hostId: 'there', pid: 1, socketPath: null, startedAt: 0, status: 'alive' },
})

/** Looks at one supervisor at these times with these beats, and gives for each whether it was found overdue. */
function watched(...looks: readonly (readonly [at: number, beat: number])[]): readonly boolean[] {
  const beats = new ObservedBeats()
  return looks.map(([at, beat]) => beats.look([supervisor(beat)], at).length > 0)
}

test('a beat that has stood for a whole lease is overdue, not a moment before', () => {
  expect(watched([0, 3], [400, 3], [800, 3], [999, 3], [1_000, 3])).toEqual([false, false, false, false, true])
})

test('each new beat begins a new lease', () => {
  expect(watched([0, 1], [500, 1], [900, 2], [1_400, 2], [1_899, 2], [1_900, 2])).toEqual([
    ...[false, false, false, false, false, true],
  ])
})

test('what was first seen long after it began is watched for a lease like any other', () => {
  expect(watched([50_000, 9], [50_400, 9])).toEqual([false, false])
})

test('an observer whose own look came late counts anew', () => {
  expect(watched([0, 1], [400, 1], [60_000, 1], [60_400, 1], [60_900, 1], [61_000, 1])).toEqual([
    ...[false, false, false, false, false, true],
  ])
})

test('a clock that was set back or forward makes nobody overdue', () => {
  expect(watched([10_000, 1], [10_400, 1], [3_000, 1], [3_400, 1], [999_000, 1])).toEqual([false, false, false, false, false])
})

test('it is known how long a beat has stood, as this observer has watched', () => {
  const beats = new ObservedBeats()
  const stood = (at: number, beat: number): number => {
    beats.look([supervisor(beat)], at)
    return beats.stoodFor(supervisor(beat))
  }
  expect([stood(9_000, 4), stood(9_400, 4), stood(9_600, 4), stood(9_700, 5), stood(9_900, 5), stood(60_000, 5)]).toEqual([
    ...[0, 400, 600, 0, 200, 0],
  ])
  expect(beats.stoodFor(supervisor(5, 'never seen'))).toBe(0)
})

test('each supervisor has its own lease, and one that is gone for a while is watched anew', () => {
  const beats = new ObservedBeats()
  const [patient, hasty] = [supervisor(1, 'patient', 10_000), supervisor(1, 'hasty', 300)]
  const ids = (at: number, all: readonly SupervisorRecord[]) => beats.look(all, at).map(({ supervisorId }) => supervisorId)
  expect(ids(0, [patient, hasty])).toEqual([])
  expect(ids(150, [patient, hasty])).toEqual([])
  expect(ids(300, [patient, hasty])).toEqual(['hasty'])
  expect(ids(400, [patient])).toEqual([])
  expect(ids(500, [patient, hasty])).toEqual([])
})
