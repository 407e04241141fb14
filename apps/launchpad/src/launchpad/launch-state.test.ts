import { expect, test } from 'vitest'
import { IDLE, type LaunchEvent, type LaunchReadiness, launchAfter, newKey, whyNotLaunchable } from './launch-state.ts'

const after = (...events: readonly LaunchEvent[]) => events.reduce(launchAfter, IDLE)
const press = (key: string): LaunchEvent => ({ kind: 'pressed', newKey: key })

test('each press has its own key, and a second press while it is sent has none', () => {
  expect(after(press('a'))).toEqual({ kind: 'sending', key: 'a' })
  expect(after(press('a'), press('b'))).toEqual({ kind: 'sending', key: 'a' })
  expect(after(press('a'), { kind: 'answered' }, press('b'))).toEqual({ kind: 'sending', key: 'b' })
})

test('a press without an answer is repeated with the same key', () => {
  expect(after(press('a'), { kind: 'lost', message: 'offline' }, press('b'))).toEqual({ kind: 'sending', key: 'a' })
})

test('after an edit it is another launch', () => {
  expect(after(press('a'), { kind: 'lost', message: 'offline' }, { kind: 'edited' }, press('b'))).toEqual({
    kind: 'sending',
    key: 'b',
  })
  expect(after(press('a'), { kind: 'edited' })).toEqual({ kind: 'sending', key: 'a' })
})

const ready: LaunchReadiness = {
  launch: IDLE,
  validation: 'valid',
  problemCount: 0,
  selectionProblem: undefined,
  tagProblem: undefined,
  jobProblem: undefined,
}

test('the button says why it does nothing', () => {
  expect(whyNotLaunchable(ready)).toBeUndefined()
  expect(whyNotLaunchable({ ...ready, validation: 'checking' })).toBeUndefined()
  expect(whyNotLaunchable({ ...ready, validation: 'invalid', problemCount: 2 })).toBe('The config has 2 problems.')
  expect(whyNotLaunchable({ ...ready, launch: { kind: 'sending', key: 'a' } })).toContain('on its way')
  expect(whyNotLaunchable({ ...ready, selectionProblem: 'no op "x"' })).toContain('no op "x"')
})

test('keys are long and differ', () => {
  expect(newKey(crypto)).toMatch(/^[0-9a-f]{32}$/)
  expect(newKey(crypto)).not.toBe(newKey(crypto))
})
