import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunFailureContext, terminateRun } from '@pawl/core/plugin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EngineProcess } from './engine-process.ts'
import { onEachDatabase } from './on-each-database.ts'
import { startProject, TestProject } from './project.ts'
import { until } from './until.ts'
import { type Answer, type Received, WebhookReceiver } from './webhook-receiver.ts'

interface Told extends RunFailureContext {
  readonly by: 'project' | 'job'
  readonly pid: number
}

const monitoring = { abortGraceMs: 200, killGraceMs: 200, tickMs: 100 }

function toldBy({ directory }: TestProject): readonly Told[] {
  const path = join(directory, 'told')
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
}

onEachDatabase((database) => {
  let receiver: WebhookReceiver
  let project: TestProject
  /** By job: what the receiver answers to the first, second … of its notifications. */
  const answers = new Map<string, Answer[]>()
  const answerTo = ({ document }: Received): Answer => answers.get(document.job.name)?.shift() ?? 204

  beforeAll(async () => {
    receiver = await WebhookReceiver.start(answerTo)
    project = await startProject({
      jobs: 'notifications',
      config: {
        storage: await database.newStorage(),
        monitoring,
        notifications: {
          timeoutMs: 1_500,
          webhook: {
            name: 'ops',
            url: `${receiver.url}/hook`,
            headers: { authorization: 'Bearer of-the-test' },
          },
        },
        server: { publicUrl: 'https://pawl.example.com/team/' },
      },
    })
  })
  afterAll(async () => {
    await project[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  const posted = (runId: string, count = 1): Promise<readonly Received[]> =>
    until(`${count} notifications of the run have come`, () => receiver.of(runId).length >= count && receiver.of(runId))
  const told = (runId: string, count = 1): Promise<readonly Told[]> =>
    until(`${count} handlers of the run were called`, () => {
      const lines = toldBy(project).filter(({ run }) => run.runId === runId)
      return lines.length >= count && lines
    })
  const over = (runId: string): Promise<unknown> =>
    until('its notifications are over', async () => {
      const notifications = await project.engine.instance.outbox.listNotifications(runId)
      return notifications.every(({ status }) => status === 'delivered')
    })

  test.concurrent('a failed run is told to the webhook with all there is to know', async () => {
    const { run } = await project.run('fails')
    const [{ document, headers, path } = { document: undefined, headers: {}, path: '' }] = await posted(run.runId)
    expect(path).toBe('/hook')
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer of-the-test',
      'pawl-delivery-id': `${run.runId}:webhook:ops`,
    })
    expect(document).toMatchObject({
      deliveryId: `${run.runId}:webhook:ops`,
      event: 'run.failure',
      run: { runId: run.runId, status: 'FAILURE', tags: { team: 'ops' }, retryNumber: 0, endedAt: run.endedAt },
      job: { name: 'fails', locationName: 'main' },
      reason: 'STEP_FAILURE',
      message: 'Failed: "broken".',
      failedStep: { stepKey: 'broken', attempt: 1 },
      error: { name: 'TypeError', message: 'it is broken' },
      willRetry: false,
      link: `https://pawl.example.com/team/runs/${run.runId}`,
    })
  })

  test.concurrent('handlers of the project and of the job are called in a process of their own', async () => {
    const failed = await project.run('fails')
    const lines = await told(failed.run.runId, 2)
    expect(lines.map(({ by }) => by).sort()).toEqual(['job', 'project'])
    for (const line of lines) {
      expect(line).toMatchObject({ reason: 'STEP_FAILURE', failedStep: { stepKey: 'broken' }, error: { name: 'TypeError' } })
      expect([process.pid, failed.workerPid, ...project.engine.supervisor.workerPids]).not.toContain(line.pid)
    }
    const succeeded = await project.run('succeeds')
    const [line, ...more] = await told(succeeded.run.runId)
    expect(line).toMatchObject({ by: 'job', deliveryId: `${succeeded.run.runId}:handler:job`, run: { status: 'SUCCESS' } })
    expect(more).toEqual([])
  })

  test.concurrent('a run that is going to be retried is told to those only who asked for it', async () => {
    const first = await project.run('fails_twice')
    const retryId = first.run.tags['pawl/auto_retry_run_id'] ?? ''
    const retry = await project.ended(retryId)
    expect(retry.end).toBe('FAILURE/STEP_FAILURE')
    await Promise.all([over(first.run.runId), over(retryId)])
    expect(receiver.of(first.run.runId)).toEqual([])
    expect(receiver.of(retryId)).toMatchObject([{ document: { run: { retryNumber: 1, rootRunId: first.run.runId } } }])
    expect((await told(first.run.runId)).map(({ by, willRetry }) => [by, willRetry])).toEqual([['job', true]])
    expect((await told(retryId, 2)).map(({ by, willRetry }) => [by, willRetry]).sort()).toEqual([
      ['job', false],
      ['project', false],
    ])
  })

  test.concurrent('a webhook that answers 503, then not at all, is told again by the same delivery id', async () => {
    answers.set('announced', [503, 'never'])
    const { run } = await project.run('announced')
    const received = await posted(run.runId, 3)
    expect(new Set(received.map(({ headers }) => headers['pawl-delivery-id']))).toEqual(new Set([`${run.runId}:webhook:ops`]))
    await over(run.runId)
    expect(receiver.of(run.runId)).toHaveLength(3)
    expect(project.reports.filter((report) => report.includes(run.runId))).toEqual([
      expect.stringMatching(/could not be delivered and will be tried again: it answered 503\./),
    ])
  })

  test.concurrent.each([
    ['throws', 'the mail server is away'],
    ['dies', 'exit code 7'],
    ['hangs', 'did not answer within 1.5 s'],
  ])('a handler that %s harms no run, and is called again by the same delivery id', async (jobName, problem) => {
    const failed = await project.run(jobName)
    const { runId } = failed.run
    // Beside it runs begin and end.
    expect((await project.run('untold')).end).toBe('SUCCESS')
    await over(runId)
    const lines = (await told(runId, 3)).filter(({ by }) => by === 'job')
    expect(lines.map(({ deliveryId }) => deliveryId)).toEqual([`${runId}:handler:job`, `${runId}:handler:job`])
    expect(project.reports.filter((report) => report.includes(`${runId}:handler:job`))).toEqual([
      expect.stringContaining(problem),
    ])
    if (jobName === 'throws') expect(project.reports.join('\n')).toContain('printed:\nabout to throw')
  })

  test.concurrent('a daemon that is killed after the end of a run leaves what it has not delivered to the next, under the same id', async () => {
    await using receiver = await WebhookReceiver.start(({ document }, count) =>
      document.event === 'run.success' && count <= 2 ? 'never' : 204,
    )
    await using project = new TestProject({
      jobs: 'notifications',
      config: {
        storage: await database.newStorage(),
        monitoring,
        notifications: { timeoutMs: 1_000, webhook: { url: receiver.url, on: ['success', 'canceled'] } },
      },
    })
    await project.open()
    // Of its end nobody has heard who could tell of it.
    const canceled = await project.launch('untold')
    expect(await terminateRun(project.instance, canceled.runId)).toMatchObject({ kind: 'canceled' })
    const { runId } = await project.launch('succeeds')
    {
      await using killed = await EngineProcess.start(project)
      await until('the webhook was asked', () => receiver.of(runId).length > 0)
      await killed.kill({ withChildren: true })
    }
    await using _next = await EngineProcess.start(project)
    const received = await until('it was told', () => receiver.of(runId).length > 1 && receiver.of(runId))
    const deliveryId = received[0]?.document.deliveryId
    expect(received.map(({ headers }) => headers['pawl-delivery-id'])).toEqual([deliveryId, deliveryId])
    expect(received[0]?.document).toEqual(received[1]?.document)
    expect(receiver.of(canceled.runId)).toMatchObject([
      { document: { event: 'run.canceled', reason: null, message: 'A user canceled it before it started.', failedStep: null } },
    ])
  })
})
