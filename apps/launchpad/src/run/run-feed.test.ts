import { expect, test, vi } from 'vitest'
import type { StepState } from '../timeline/step-list.ts'
import { type RunMessage, type RunSource, runFeed, type StepPage } from './run-feed.ts'

const step = (key: string, status: StepState['status'] = 'NOT_STARTED'): StepState => ({
  key,
  opKey: key.replace(/\[.*/, ''),
  mappingKey: /\[(\w+)\]/.exec(key)?.[1] ?? null,
  status,
  attempts: [],
  startedAt: null,
  endedAt: null,
  retryAt: null,
})

/** A run of this process whose steps are what `steps` says when they are read. */
function simulatedRun(initial: readonly StepState[], pageSize = 2) {
  let steps = initial
  let status = 'STARTED'
  const messages: ((message: RunMessage) => void)[] = []
  const catchUps: (() => void)[] = []
  const reads: (string | null)[] = []
  let resume: (() => string) | undefined
  const source: RunSource = {
    loadSteps: async (cursor): Promise<StepPage> => {
      reads.push(cursor)
      const from = Number(cursor ?? 0)
      return {
        steps: steps.slice(from, from + pageSize),
        cursor: String(from + pageSize),
        hasMore: from + pageSize < steps.length,
        eventsCursor: '5',
        status,
      }
    },
    follow: (resumeFrom, onMessage) => {
      resume = resumeFrom
      messages.push(onMessage)
      return () => messages.splice(messages.indexOf(onMessage), 1)
    },
    onCatchUp: (listener) => {
      catchUps.push(listener)
      return () => catchUps.splice(catchUps.indexOf(listener), 1)
    },
  }
  return {
    source,
    reads,
    set: (next: readonly StepState[], nextStatus = 'STARTED') => {
      steps = next
      status = nextStatus
    },
    tell: (message: Partial<RunMessage>) => {
      for (const listener of messages)
        listener({ cursor: '6', steps: [], total: steps.length, status: 'STARTED', done: false, ...message })
    },
    catchUp: () => {
      for (const listener of catchUps) listener()
    },
    listeners: () => messages.length + catchUps.length,
    resumeFrom: () => resume?.(),
  }
}

const statuses = (feed: ReturnType<typeof runFeed>) => {
  const { steps } = feed.state.get()
  return steps.order.map((key) => `${key} ${steps.byKey.get(key)?.status}`)
}

test('all pages are read, then what changes is followed from where the first page was read', async () => {
  const run = simulatedRun([step('a'), step('b'), step('c')])
  const feed = runFeed(run.source)
  const stop = feed.start()
  await vi.waitFor(() => expect(feed.state.get().loaded).toBe(true))
  expect(run.resumeFrom()).toBe('5')
  run.tell({ cursor: '9', steps: [step('b', 'STARTED')] })
  expect(statuses(feed)).toEqual(['a NOT_STARTED', 'b STARTED', 'c NOT_STARTED'])
  expect(run.resumeFrom()).toBe('9')
  stop()
  expect(run.listeners()).toBe(0)
})

test('a change that comes while pages are read is not lost to them', async () => {
  const run = simulatedRun([step('a'), step('b'), step('c')])
  const feed = runFeed(run.source)
  feed.start()
  await vi.waitFor(() => expect(run.reads.length).toBe(2))
  run.tell({ steps: [step('a', 'SUCCESS')] })
  await vi.waitFor(() => expect(feed.state.get().loaded).toBe(true))
  expect(statuses(feed)[0]).toBe('a SUCCESS')
})

test('when a dynamic op expands, all steps are read again', async () => {
  const run = simulatedRun([step('split'), step('chunk[?]')])
  const feed = runFeed(run.source)
  feed.start()
  await vi.waitFor(() => expect(feed.state.get().loaded).toBe(true))
  run.set([step('split', 'SUCCESS'), step('chunk[a]'), step('chunk[b]')])
  run.tell({ steps: [step('split', 'SUCCESS')] })
  await vi.waitFor(() => expect(statuses(feed)).toEqual(['split SUCCESS', 'chunk[a] NOT_STARTED', 'chunk[b] NOT_STARTED']))
})

test('the end of the run brings what it interrupted', async () => {
  const run = simulatedRun([step('a', 'STARTED')])
  const feed = runFeed(run.source)
  feed.start()
  await vi.waitFor(() => expect(feed.state.get().loaded).toBe(true))
  run.set([step('a', 'INTERRUPTED')], 'CANCELED')
  run.tell({ status: 'CANCELED', done: true })
  await vi.waitFor(() => expect(statuses(feed)).toEqual(['a INTERRUPTED']))
})

test('the steps of a finished run are read once, however often the line breaks', async () => {
  const run = simulatedRun([step('a', 'SUCCESS')])
  run.set([step('a', 'SUCCESS')], 'SUCCESS')
  const feed = runFeed(run.source)
  feed.start()
  await vi.waitFor(() => expect(feed.state.get().loaded).toBe(true))
  run.tell({ status: 'SUCCESS', done: true })
  run.catchUp()
  expect(run.reads).toEqual([null])
})

test('after a broken line everything is read again, and a failed read says so and is repeated', async () => {
  const run = simulatedRun([step('a')])
  let fails = true
  const feed = runFeed({
    ...run.source,
    loadSteps: (cursor) => (fails ? Promise.reject(new Error('no answer')) : run.source.loadSteps(cursor)),
  })
  feed.start()
  await vi.waitFor(() => expect(feed.state.get().problem).toBe('no answer'))
  fails = false
  run.catchUp()
  await vi.waitFor(() => expect(feed.state.get()).toMatchObject({ loaded: true, problem: undefined }))
})
