import type { RunEvent, StoredOutput } from '@pawl/core/plugin'
import * as fc from 'fast-check'
import { event } from './storage-fixtures.ts'

const STEP_KEYS = ['fetch', 'clean', 'split', 'each[a]', 'each[b]', 'graph.report']
const ORIGIN = '01900000-0000-7000-8000-000000000000'

const stored = (location: string): StoredOutput => ({
  location,
  ioManager: 'fs',
  hostId: 'host',
  originRunId: ORIGIN,
  originAttempt: 1,
})

const time = fc.integer({ min: 0, max: 2 ** 41 })
const text = fc.string({ unit: 'binary', maxLength: 12 }).map((raw) => raw.toWellFormed().replaceAll('\u0000', ' '))
const error = fc.record({ name: fc.constantFrom('Error', 'TypeError'), message: text })
const hash = fc.option(fc.constantFrom('h1', 'h2'), { nil: undefined })

const handled = fc
  .record({
    output: fc.constantFrom('result', 'items'),
    mappingKey: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    assetKey: fc.option(fc.constantFrom('sales'), { nil: undefined }),
    location: text,
  })
  .map(({ output, mappingKey, assetKey, location }) => ({
    output,
    ...(mappingKey === undefined ? {} : { mappingKey }),
    ...(assetKey === undefined ? {} : { assetKey }),
    stored: stored(location),
  }))

const versions = fc.record({ codeVersion: hash, configHash: hash }).map(({ codeVersion, configHash }) => ({
  ...(codeVersion === undefined ? {} : { codeVersion }),
  ...(configHash === undefined ? {} : { configHash }),
}))

/** Any event of a step, in any order. */
const stepEvent: fc.Arbitrary<RunEvent> = fc
  .record({
    place: fc.record({ stepKey: fc.constantFrom(...STEP_KEYS), attempt: fc.integer({ min: 1, max: 3 }), at: time }),
    versions,
    startedAt: time,
    retryAt: time,
    error,
    reason: text,
    outputs: fc.array(handled, { minLength: 1, maxLength: 3 }),
    pick: fc.nat(),
  })
  .map(({ place, versions, startedAt, retryAt, error, reason, outputs, pick }) => {
    const planOrder = STEP_KEYS.indexOf(place.stepKey)
    const [first] = outputs
    const events: RunEvent[] = [
      event('STEP_START', { planOrder, ...versions }, place),
      event('STEP_RESTARTED', { planOrder, ...versions }, place),
      event('STEP_SUCCESS', { startedAt }, place),
      event('STEP_FAILURE', { startedAt, error, reason, permanent: pick % 2 === 0 }, place),
      event('STEP_UP_FOR_RETRY', { startedAt, error, reason, retryAt, delaySeconds: 1.5 }, place),
      event('STEP_SKIPPED', { planOrder, reason }, place),
      event('STEP_REUSED', { planOrder, originRunId: ORIGIN, reason, outputs, ...versions }, place),
      event('STEP_MARKED_DONE', { planOrder, outputs, ...versions }, place),
      event('LOG', { level: 'warn', message: reason, fields: { pick } }, place),
      ...(first === undefined ? [] : [event('HANDLED_OUTPUT', first, place), event('HANDLED_OUTPUT', first, place)]),
    ]
    return events[pick % events.length] as RunEvent
  })

/** Any event that leaves the run unfinished. */
const runEvent: fc.Arbitrary<RunEvent> = fc.record({ at: time, pick: fc.nat(), message: text }).map(({ at, pick, message }) => {
  const events: RunEvent[] = [
    event('RUN_STARTING', { supervisorId: `s${pick % 3}`, epoch: 1 }, { at }),
    event('RUN_START', { generation: `g${pick % 3}`, planHash: 'p', stepCount: 6, workerPid: 7 }, { at }),
    event('RUN_CANCELING', { cause: pick % 2 === 0 ? 'user' : 'shutdown' }, { at }),
    event('ENGINE_EVENT', { level: 'error', message, error: { name: 'Error', message: 'ENGINE' } }, { at }),
    event('LOGS_CAPTURED', { streams: ['stdout'] }, { at }),
  ]
  return events[pick % events.length] as RunEvent
})

export const finalEvent: fc.Arbitrary<RunEvent> = fc.record({ at: time, pick: fc.nat({ max: 2 }) }).map(({ at, pick }) => {
  const events: RunEvent[] = [
    event('RUN_SUCCESS', {}, { at }),
    event('RUN_FAILURE', { reason: 'STEP_FAILURE', message: 'a step failed' }, { at }),
    event('RUN_CANCELED', { message: 'canceled' }, { at }),
  ]
  return events[pick] as RunEvent
})

export const unfinishedEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  { weight: 6, arbitrary: stepEvent },
  { weight: 1, arbitrary: runEvent },
)

const ENDS: ReadonlySet<string> = new Set(['STEP_SUCCESS', 'STEP_FAILURE', 'STEP_UP_FOR_RETRY'])

/** The same batches, with a start before the end of an attempt of a step that has none: the one order every log keeps. */
export function withStarts(batches: readonly (readonly RunEvent[])[]): readonly (readonly RunEvent[])[] {
  const placed = new Set<string>()
  return batches.map((events) =>
    events.flatMap((next) => {
      const { stepKey, type, at } = next
      if (stepKey === undefined || type === 'LOG' || type === 'HANDLED_OUTPUT') return [next]
      const isPlaced = placed.has(stepKey)
      placed.add(stepKey)
      const planOrder = STEP_KEYS.indexOf(stepKey)
      return isPlaced || !ENDS.has(type) ? [next] : [event('STEP_START', { planOrder }, { stepKey, attempt: 1, at }), next]
    }),
  )
}
