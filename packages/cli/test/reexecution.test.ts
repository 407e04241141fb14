import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pawl, type Started, type TestProject, testProject } from './test-project.ts'

let project: TestProject
/** A run of `flaky` that failed: one copy of three, and what follows it, are left to do. */
let failed: Record<string, unknown>
let daemon: Started | undefined
beforeAll(async () => {
  project = testProject('failing-project')
  failing(['double[n1]'])
  failed = await project.json('job', 'launch', 'flaky', '--wait', '--tag', 'team=ops')
  expect(failed).toMatchObject({ status: 'FAILURE' })
}, 60_000)
afterAll(async () => {
  daemon?.child.kill('SIGINT')
  await daemon?.finished
  project.remove()
})

const failing = (stepKeys: readonly string[]): void =>
  writeFileSync(join(project.directory, 'fail.json'), JSON.stringify(stepKeys))
const idOf = (run: Record<string, unknown>): string => String(run['runId'])

test('a preview says of each step what a retry does about it, and why; the retry does it', async () => {
  failing([])
  const [{ code, stdout }, preview] = await Promise.all([
    project.pawl('run', 'preview', idOf(failed)),
    project.json('run', 'preview', idOf(failed)),
  ])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^STEP +DECISION +WHY\nfetch +reuse +\d+ B, .* old +It succeeded in run .+\.\ndouble\[n0\] +reuse /)
  expect(stdout).toMatch(/double\[n1\] +execute +It failed in run .+\.\n/)
  expect(stdout).toMatch(/\n\n5 steps: reuse 3, execute 2\.\n$/)
  expect(preview).toMatchObject({ parentRunId: idOf(failed), warnings: [] })
  expect((preview['steps'] as object[])[2]).toMatchObject({
    stepKey: 'double[n1]',
    decision: 'EXECUTE',
    reason: 'FAILED',
    markOutputs: ['result'],
  })
  const retried = await project.json(
    'run',
    'retry',
    idOf(failed),
    '--wait',
    '--set',
    'ops.total.config.plus=100',
    '--tag',
    'by=hand',
  )
  expect(retried).toMatchObject({
    ...{ status: 'SUCCESS', parentRunId: idOf(failed), rootRunId: idOf(failed), origin: 'cli', retryNumber: 0 },
    ...{ runConfig: { ops: { total: { config: { plus: 100 } } } }, tags: { team: 'ops', by: 'hand' } },
  })
  const shown = await project.json('run', 'show', idOf(retried))
  expect((shown['steps'] as { key: string; status: string }[]).map(({ key, status }) => `${key} ${status}`)).toEqual([
    ...['fetch REUSED', 'double[n0] REUSED', 'double[n1] SUCCESS', 'double[n2] REUSED', 'total SUCCESS'],
  ])
})

test('a failed step is marked as done; what cannot be is refused', async () => {
  const marked = await project.json('run', 'retry', idOf(failed), '--wait', '--mark-done', 'double[n1]=40')
  const [shown, wrong, again, ...misused] = await Promise.all([
    project.json('run', 'show', idOf(marked)),
    project.pawl('run', 'retry', idOf(failed), '--mark-done', 'double[n1]="forty"'),
    project.pawl('run', 'retry', idOf(marked), '--json'),
    project.pawl('run', 'retry', idOf(failed), '--strategy', 'half'),
    project.pawl('run', 'retry', idOf(failed), '--failed'),
    project.pawl('run', 'retry'),
  ])
  const isMarked = expect.objectContaining({ key: 'double[n1]', status: 'MARKED_DONE' })
  expect(shown).toMatchObject({ status: 'SUCCESS', steps: expect.arrayContaining([isMarked]) })
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('does not fit its schema') })
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([1, { error: { code: 'REEXECUTION_NOT_ALLOWED' } }])
  expect(misused.map(({ code }) => code)).toEqual([2, 2, 2])
})

test('a group shows how its runs came from each other', async () => {
  const group = (await project.json('run', 'group', idOf(failed))) as { rootRunId: string; runs: Record<string, unknown>[] }
  expect(group.rootRunId).toBe(idOf(failed))
  expect(group.runs.map(({ status, strategy }) => [status, strategy])).toEqual([
    ['FAILURE', null],
    ['SUCCESS', 'FROM_FAILURE'],
    ['SUCCESS', 'FROM_FAILURE'],
  ])
  expect(group.runs[0]?.['retryDecision']).toContain('Not retried')
  const { stdout } = await project.pawl('run', 'group', idOf(failed))
  expect(stdout).toMatch(/▸ +.+ FAILURE +first run .+ STEP_FAILURE\n +.+ SUCCESS +from failure /)
})

test('a selection and a config are taken as they are for a launch, in a preview and in the retry', async () => {
  failing([])
  const input = 'ops:\n  total:\n    config: { plus: 7 }\n'
  const options = ['--select', 'double[n1]', '--strategy', 'from-selected', '--config', '-', '--no-parent-tags', '--json']
  const ask = async (...words: readonly string[]) =>
    JSON.parse((await pawl(['run', ...words, ...options], { cwd: project.directory, input })).stdout) as Record<string, unknown>
  const [one, below, retried] = await Promise.all([
    project.json('run', 'preview', idOf(failed), '--select', 'double[n0]'),
    ask('preview', idOf(failed)),
    ask('retry', idOf(failed), '--wait'),
  ])
  const executed = ({ steps }: Record<string, unknown>): readonly string[] =>
    (steps as { stepKey: string; decision: string; reason: string }[]).flatMap(({ stepKey, decision, reason }) =>
      decision === 'EXECUTE' ? [`${stepKey} ${reason}`] : [],
    )
  // Without a strategy, what is selected is all that is asked for.
  expect(executed(one)).toEqual(['double[n0] SELECTED'])
  expect(executed(below)).toEqual(['double[n1] SELECTED', 'total SELECTED'])
  expect(retried).toMatchObject({
    ...{ status: 'SUCCESS', strategy: 'FROM_SELECTED', opSelection: 'double[n1]' },
    runConfig: { ops: { total: { config: { plus: 7 } } } },
  })
  expect(retried['tags']).not.toHaveProperty('team')
})

test('without a daemon a retry waits for one; with it, it is executed, and all that have failed are retried at once', async () => {
  failing(['total'])
  const launch = () => project.json('job', 'launch', 'flaky', '--wait')
  const [one, other] = await Promise.all([launch(), launch()])
  failing([])
  const queued = await project.pawl('run', 'retry', idOf(one))
  expect(queued).toMatchObject({ code: 0, stdout: expect.stringContaining('No daemon of this project is running') })
  expect((await project.pawl('run', 'retry', '--failed', '--since', '1d')).stderr).toMatch(
    /flaky .+ STEP_FAILURE[\s\S]+Retry 1 run\? .+ add --yes/,
  )
  daemon = project.start('daemon', '--port', '0')
  await daemon.waitFor('http://')
  const all = (await project.json('run', 'retry', '--failed', '--since', '1d', '--yes')) as { results: Record<string, string>[] }
  expect(all.results).toMatchObject([{ runId: idOf(other), retryRunId: expect.any(String), message: null }])
  const waited = await project.json('run', 'retry', idOf(one), '--strategy', 'all-steps', '--wait')
  expect(waited).toMatchObject({ status: 'SUCCESS', parentRunId: idOf(one), origin: 'api' })
  const [none, refused] = await Promise.all([
    project.pawl('run', 'retry', '--failed', '--job', 'flaky'),
    project.pawl('run', 'retry', idOf(waited), '--mark-done', 'total=1'),
  ])
  expect(none).toMatchObject({ code: 0, stderr: 'No run has failed without being retried since.\n' })
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('no failure to go on from') })
}, 60_000)

test('runs are deleted after a word of consent, those in progress are not', async () => {
  expect(await project.pawl('run', 'delete', idOf(failed))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('add --yes'),
  })
  daemon?.child.kill('SIGINT')
  await daemon?.finished
  const queued = await project.json('run', 'retry', idOf(failed))
  const refused = await project.json('run', 'delete', idOf(queued), '--yes')
  expect(refused).toMatchObject({ results: [{ runId: idOf(queued), outcome: 'refused' }] })
  await project.pawl('run', 'terminate', idOf(queued))
  const { code, stdout } = await project.pawl('run', 'delete', idOf(failed), '--yes')
  expect({ code, stdout }).toEqual({ code: 0, stdout: `Run ${idOf(failed)} is deleted. 5 outputs that later runs reuse stay.\n` })
  expect((await project.pawl('run', 'show', idOf(failed))).code).toBe(1)
})
