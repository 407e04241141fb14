import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type QueueReason, queueReason, type Run, terminateRun } from '@pawl/core/plugin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueueConfig } from '../src/config/queue-config.ts'
import { onEachDatabase } from './on-each-database.ts'
import { type Launch, startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

onEachDatabase((database) => {
  let project: TestProject

  /** One engine for the tests of a group. */
  const startBefore = (queue: QueueConfig): void => {
    beforeAll(() => start(queue))
    afterAll(() => project[Symbol.asyncDispose]())
  }
  async function start(queue: QueueConfig): Promise<void> {
    const monitoring = { tickMs: 10_000, abortGraceMs: 200, killGraceMs: 200 }
    const config = { storage: await database.newStorage(), worker: { processes: 4 }, monitoring, queue }
    project = await startProject({ jobs: 'queue', config })
    open('open')
  }

  const path = (name: string): string => join(project.directory, name)
  /** What the ops of these runs have noted, in order. */
  const notes = (...runs: readonly Run[]): string[] => {
    const all = existsSync(path('notes')) ? readFileSync(path('notes'), 'utf8').trim().split('\n') : []
    return all.filter((note) => runs.some(({ runId }) => note.endsWith(runId)))
  }

  /** A run whose op notes its begin and its end, and ends when its gate is open. */
  const launch = (jobName: string, { gate = 'open', ...rest }: Launch & { readonly gate?: string } = {}) => {
    const op = jobName === 'pooled' ? 'pooled' : 'work'
    return project.launch(jobName, { config: { ops: { [op]: { config: { path: path('notes'), gate: path(gate) } } } }, ...rest })
  }
  const open = (gate: string): void => project.write(gate, '')
  const reasonOf = async ({ runId }: Run): Promise<QueueReason | null> => {
    const run = await project.instance.runs.getRun(runId)
    return run === undefined ? null : queueReason(project.instance, run)
  }
  const begun = (run: Run) => until('the op has begun', () => notes(run).length > 0)
  const inTurn = (...runs: readonly Run[]): string[] => runs.flatMap(({ runId }) => [`begin ${runId}`, `end ${runId}`])

  describe('with one run at a time', () => {
    startBefore({ maxConcurrentRuns: 1 })
    test('no more runs than allowed are in progress, in the order of their priority; a freed place wakes the next at once', async () => {
      const first = await launch('work', { gate: 'first' })
      await begun(first)
      const low = await launch('work', { tags: { 'pawl/priority': '-1' } })
      const usual = await launch('work')
      const high = await launch('work', { tags: { 'pawl/priority': '5' } })
      expect(await reasonOf(low)).toEqual({
        rule: 'MAX_CONCURRENT_RUNS',
        text: '1 run is in progress, and queue.maxConcurrentRuns allows 1.',
        position: 3,
        holders: [first.runId],
        notBefore: null,
      })
      expect(await reasonOf(high)).toMatchObject({ position: 1 })
      expect(await reasonOf(first)).toBeNull()
      open('first')
      // The loops look again by themselves only after ten seconds.
      for (const run of [first, high, usual, low]) expect((await project.ended(run.runId)).end).toBe('SUCCESS')
      expect(notes(first, high, usual, low)).toEqual(inTurn(first, high, usual, low))
    })
  })

  describe('with limits on tags and pools', () => {
    startBefore({
      tagConcurrencyLimits: [
        { key: 'team', value: 'ops', limit: 1 },
        { key: 'closed', limit: 0 },
      ],
      pools: { database: 1, closed: 0 },
    })
    test('a run that a limit of its tag keeps waiting holds up nobody without that tag', async () => {
      const tags = { team: 'ops' }
      const first = await launch('work', { gate: 'first', tags })
      await begun(first)
      const blocked = await launch('work', { tags })
      const never = await launch('work', { tags: { closed: 'yes' } })
      const other = await launch('work', { tags: { team: 'data' } })
      expect((await project.ended(other.runId)).end).toBe('SUCCESS')
      expect(await reasonOf(blocked)).toMatchObject({ rule: 'TAG_CONCURRENCY_LIMIT', holders: [first.runId], position: 1 })
      expect(await reasonOf(never)).toMatchObject({ rule: 'TAG_CONCURRENCY_LIMIT', holders: [], position: 2 })
      open('first')
      expect((await project.ended(blocked.runId)).end).toBe('SUCCESS')
      expect(notes(first, blocked)).toEqual(inTurn(first, blocked))
      expect(await terminateRun(project.instance, never.runId)).toMatchObject({ kind: 'canceled' })
    })

    test('steps of one pool wait for each other across runs, and say so; those of a pool without a limit do not', async () => {
      const first = await launch('pooled', { gate: 'slot' })
      await begun(first)
      const runs = [first, await launch('pooled'), await launch('pooled')]
      const saidSo = async (run: Run) =>
        (await project.instance.eventLog.countEvents(run.runId, { types: ['ENGINE_EVENT'] })).total > 0
      await until('both say that they wait', async () => (await Promise.all(runs.slice(1).map(saidSo))).every(Boolean))
      open('slot')
      const ends = await Promise.all(runs.map((run) => project.ended(run.runId)))
      expect(ends.map(({ end }) => end)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
      const steps = notes(...runs)
      expect(steps).toHaveLength(6)
      for (let at = 0; at < steps.length; at += 2) expect(steps[at]?.replace('begin', 'end')).toBe(steps[at + 1])
      const told = ends.flatMap((run) => run.eventsOf('ENGINE_EVENT', 'pooled').map(({ payload }) => payload.message))
      const waits = 'Step "pooled" waits for a slot of pool "database": all 1 are held, by "pooled" of run '
      expect(told.filter((message) => message.startsWith(waits))).toHaveLength(2)
      expect(told.filter((message) => message.startsWith('Step "pooled" got a slot of pool "database" after '))).toHaveLength(2)
      expect(await project.instance.slots.listSlots()).toEqual([])
    })

    test('a run whose step waits for a slot is canceled like any other, and its other steps do not wait with it', async () => {
      const run = await project.launch('closed')
      const statuses = () => project.instance.runs.listSteps(run.runId, { limit: 9 })
      await until('the other step has ended', async () => (await statuses()).some(({ status }) => status === 'SUCCESS'))
      expect((await statuses()).map(({ stepKey }) => stepKey)).toEqual(['free'])
      await terminateRun(project.instance, run.runId)
      const canceled = await project.ended(run.runId)
      expect(canceled.end).toBe('CANCELED')
      const { message } = canceled.eventOf('ENGINE_EVENT', 'closed').payload
      expect(message).toBe('Step "closed" waits for a slot of pool "closed": its limit is 0, so that nothing runs.')
    })
  })
})
