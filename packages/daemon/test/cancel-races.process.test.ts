import { setTimeout as sleep } from 'node:timers/promises'
import { type Run, type TerminateOutcome, terminateRun } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CrashCase, serious } from './crash-case.ts'
import type { EndedRun } from './ended-run.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, type TestProject } from './project.ts'

/** Milliseconds from the other transition to the cancel. */
const OFFSETS = [-3, 0, 5, 60]

onEachDatabase((database) => {
  let project: TestProject
  const ended: EndedRun[] = []
  beforeAll(async () => {
    const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 100 }
    const config = { storage: await database.newStorage(), runRetries: { maxRetries: 2 }, worker: { processes: 3 }, monitoring }
    project = await startProject({ jobs: 'crashes', config })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  const cancel = ({ runId }: Pick<Run, 'runId'>) => terminateRun(project.instance, runId)

  /** Lets two things happen with some milliseconds between them. */
  const race = async (offset: number, cancels: () => Promise<unknown>, other: () => unknown): Promise<void> => {
    const late = (ms: number, act: () => unknown): Promise<unknown> => sleep(Math.max(0, ms)).then(act)
    await Promise.all([late(offset, cancels), late(-offset, other)])
  }

  /** All runs of a group, each with one end, and none that follows one that a person canceled. */
  async function groupOf(one: CrashCase): Promise<readonly EndedRun[]> {
    const group: EndedRun[] = []
    for (let runId: string | undefined = one.run.runId; runId !== undefined; ) {
      const run: EndedRun = await project.ended(runId)
      group.push(run)
      runId = run.run.tags['pawl/auto_retry_run_id']
      const ends = run.types.filter((type) => type === 'RUN_SUCCESS' || type === 'RUN_FAILURE' || type === 'RUN_CANCELED')
      expect(ends, run.shown).toHaveLength(1)
      if (run.run.cancelCause === 'user') expect(run.end, run.shown).toMatch(/^(CANCELED|SUCCESS)$/)
      if (run.end === 'CANCELED') expect(runId, run.shown).toBeUndefined()
    }
    expect(await project.instance.runs.countRuns({ rootRunId: one.run.rootRunId })).toBe(group.length)
    ended.push(...group)
    return group
  }

  const told = (name: string, groups: readonly (readonly EndedRun[])[]): void => {
    const counts = new Map<string, number>()
    for (const group of groups) {
      const story = group.map(({ end }) => end).join(', then ')
      counts.set(story, (counts.get(story) ?? 0) + 1)
    }
    const seen = [...counts].map(([story, count]) => `${count} × ${story}`).join('; ')
    process.stdout.write(`crash matrix | cancel against ${name} | ${database.name} | ${seen}\n`)
  }

  test('cancel against a crash: it is canceled, or its retry is, or the retry had started and who canceled is told', async () => {
    const groups: (readonly EndedRun[])[] = []
    for (const offset of OFFSETS) {
      const one = await CrashCase.launch(project, 'told')
      const { pid } = await one.begun()
      const outcomes: TerminateOutcome[] = []
      await race(
        offset,
        async () => outcomes.push(await cancel(one.run)),
        () => process.kill(pid, 'SIGKILL'),
      )
      const group = await groupOf(one)
      const [outcome] = outcomes
      const ends = group.map(({ end }) => end)
      if (outcome?.kind === 'canceling') expect(ends).toEqual(['CANCELED'])
      else expect(ends).toEqual(['FAILURE/UNEXPECTED_TERMINATION', outcome?.kind === 'retry-canceled' ? 'CANCELED' : 'SUCCESS'])
      groups.push(group)
    }
    told('a crash', groups)
  })

  test('cancel against the claim and the start', async () => {
    const groups: (readonly EndedRun[])[] = []
    for (const offset of [0, 1, 2, 4, 8, 16]) {
      const one = await CrashCase.launch(project, 'told')
      await sleep(offset)
      await cancel(one.run)
      const group = await groupOf(one)
      expect(group.map(({ end }) => end)).toEqual(['CANCELED'])
      groups.push(group)
    }
    told('queue, claim and start', groups)
  })

  test('cancel against the end', async () => {
    const groups: (readonly EndedRun[])[] = []
    for (const offset of OFFSETS) {
      const one = await CrashCase.launch(project, 'told')
      await one.begun()
      await race(
        offset,
        () => cancel(one.run),
        () => one.go(),
      )
      groups.push(await groupOf(one))
    }
    told('the end', groups)
  })

  test('cancel against the retry', async () => {
    const groups: (readonly EndedRun[])[] = []
    for (const offset of [0, 50]) {
      const one = await CrashCase.launch(project, 'exit')
      const failed = await one.ended()
      await sleep(offset)
      await cancel({ runId: failed.run.tags['pawl/auto_retry_run_id'] ?? '' })
      const group = await groupOf(one)
      expect(group).toHaveLength(2)
      groups.push(group)
    }
    told('the retry', groups)
  })

  test('no final status has changed since', async () => {
    for (const { run } of ended) expect(await project.instance.runs.getRun(run.runId)).toEqual(run)
    expect(ended.length).toBeGreaterThan(15)
    expect(serious(project.reports)).toEqual([])
  })
})
