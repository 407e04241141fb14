import type { HandlerDescription, JobDescription, LocationState } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { projectSubscriptions } from './subscriptions.ts'

const job = (name: string, handlers?: readonly HandlerDescription[]): JobDescription => {
  const empty = { description: null, owners: [], tags: {}, ops: [], edges: [], graphs: [], resources: [] }
  return { name, ...empty, ...(handlers === undefined ? {} : { handlers }) }
}

const location = (changes: Partial<LocationState>): { listLocations(): readonly LocationState[] } => ({
  listLocations: () => [
    { name: 'main', module: './main.ts', status: 'loaded', generation: 'g', error: null, updatedAt: 0, jobs: [], ...changes },
  ],
})

const RUN = { locationName: 'main', jobName: 'report' }
const WHOLE = { place: 'definitions', on: 'failure', evenIfRetried: false } as const
const OWN = [
  { place: 'job', on: 'failure', evenIfRetried: true },
  { place: 'job', on: 'success', evenIfRetried: false },
] as const

test('handlers of the project and of the job are told each by itself', () => {
  const subscriptionsOf = projectSubscriptions([], location({ jobs: [job('other'), job('report', [WHOLE, ...OWN])] }))
  expect(subscriptionsOf(RUN)).toEqual([
    { topic: 'handler:definitions', on: ['failure'], evenIfRetried: false },
    { topic: 'handler:job', on: ['failure', 'success'], evenIfRetried: true },
  ])
})

test('where nobody handles anything nobody is told', () => {
  expect(projectSubscriptions([], location({ jobs: [job('report')] }))(RUN)).toEqual([])
  expect(projectSubscriptions([], location({ jobs: [job('report', [])] }))(RUN)).toEqual([])
})

test('of a job that is gone the handlers of its project are told', () => {
  const subscriptionsOf = projectSubscriptions([], location({ jobs: [job('other', [WHOLE, ...OWN])] }))
  expect(subscriptionsOf(RUN)).toEqual([{ topic: 'handler:definitions', on: ['failure'], evenIfRetried: false }])
})

test('handlers of code that nobody has seen yet are told everything: the code knows what to do with it', () => {
  const all = { on: ['failure', 'success'], evenIfRetried: true }
  const unseen = location({ status: 'loading', generation: null })
  expect(projectSubscriptions([], unseen)(RUN)).toEqual([
    { topic: 'handler:definitions', ...all },
    { topic: 'handler:job', ...all },
  ])
})

test('webhooks are told of every location, also of one that is gone', () => {
  const webhook = { name: 'ops', url: 'https://example.com/x', headers: {}, on: ['failure'], evenIfRetried: true } as const
  const told = { topic: 'webhook:ops', on: ['failure'], evenIfRetried: true }
  const subscriptionsOf = projectSubscriptions([{ ...webhook, on: [...webhook.on] }], location({}))
  expect(subscriptionsOf(RUN)).toEqual([told])
  expect(subscriptionsOf({ ...RUN, locationName: 'gone' })).toEqual([told])
})
