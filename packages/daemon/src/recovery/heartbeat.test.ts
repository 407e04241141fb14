import { memoryRunStorage } from '@pawl/core/plugin'
import { beforeEach, expect, test } from 'vitest'
import { Heartbeat } from './heartbeat.ts'

const { supervisors: unused } = memoryRunStorage()
let registry: typeof unused
let now: number
let story: string[]

beforeEach(() => {
  registry = memoryRunStorage().supervisors
  now = 1_000
  story = []
})

function heartbeat(over: Partial<typeof registry> = {}): Heartbeat {
  let ids = 0
  return new Heartbeat({
    registry: { ...registry, ...over },
    clock: { now: () => now },
    newId: () => `s${++ids}`,
    spec: { hostId: 'here', pid: 1, socketPath: null, leaseMs: 900 },
    supervisor: { begin: (id) => story.push(`begin ${id}`), renounce: () => story.push('renounce') },
  })
}
const shown = async () => (await registry.list()).map(({ supervisorId, beat, status }) => `${supervisorId} ${beat} ${status}`)

test('the first beat registers, the next ones renew', async () => {
  const one = heartbeat()
  await one.beat()
  await one.beat()
  await one.beat()
  expect(story).toEqual(['begin s1'])
  expect(await shown()).toEqual(['s1 2 alive'])
})

test('one that was declared dead renounces before it begins anew under another id', async () => {
  const one = heartbeat()
  await one.beat()
  await registry.declareDead({ supervisorId: 's1', beat: 0 })
  await one.beat()
  expect(story).toEqual(['begin s1', 'renounce', 'begin s2'])
  expect(await shown()).toEqual(['s1 0 dead', 's2 0 alive'])
})

test('one whose row was removed meanwhile renounces too', async () => {
  const one = heartbeat()
  await one.beat()
  await registry.remove('s1')
  await one.beat()
  expect(story).toEqual(['begin s1', 'renounce', 'begin s2'])
})

test('a beat is late after half a lease, before the first, and when the clock was set back', async () => {
  const one = heartbeat()
  await one.beatIfLate()
  now += 450
  await one.beatIfLate()
  expect(await shown()).toEqual(['s1 0 alive'])
  now += 1
  await one.beatIfLate()
  expect(await shown()).toEqual(['s1 1 alive'])
  now -= 5_000
  await one.beatIfLate()
  expect(await shown()).toEqual(['s1 2 alive'])
})

test('beats at the same time are one', async () => {
  const one = heartbeat()
  await Promise.all([one.beat(), one.beat(), one.beatIfLate()])
  await Promise.all([one.beat(), one.beat()])
  expect(await shown()).toEqual(['s1 1 alive'])
})

test('a registration whose answer was lost is repeated under the same id', async () => {
  let isFirst = true
  const one = heartbeat({
    async register(spec) {
      await registry.register(spec)
      if (isFirst) {
        isFirst = false
        throw new Error('lost')
      }
    },
  })
  await expect(one.beat()).rejects.toThrow('lost')
  expect(story).toEqual([])
  await one.beat()
  expect(story).toEqual(['begin s1'])
  expect(await shown()).toEqual(['s1 0 alive'])
})

test('a storage that is away ends nobody', async () => {
  let isAway = false
  const one = heartbeat({ renew: (id) => (isAway ? Promise.reject(new Error('away')) : registry.renew(id)) })
  await one.beat()
  isAway = true
  await expect(one.beat()).rejects.toThrow('away')
  isAway = false
  await one.beat()
  expect(story).toEqual(['begin s1'])
})

test('ending removes it', async () => {
  const one = heartbeat()
  await one.beat()
  await one.end()
  expect(await shown()).toEqual([])
})
