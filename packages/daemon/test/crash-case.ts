import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject, Run } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { EndedRun } from './ended-run.ts'
import type { Launch, TestProject } from './project.ts'
import { until } from './until.ts'

/** One execution of a step, as the step itself has noted it. */
export interface Execution {
  readonly runId: string
  readonly stepKey: string
  readonly pid: number
  readonly at: number
}

/** A run of the jobs in `jobs/crashes.ts`, with everything its steps have noted. */
export class CrashCase {
  readonly run: Run
  readonly path: string
  readonly #project: TestProject

  private constructor(project: TestProject, run: Run, path: string) {
    this.#project = project
    this.run = run
    this.path = path
  }

  static async launch(project: TestProject, kind: string, job = 'crashing', launch: Launch = {}): Promise<CrashCase> {
    const path = join(project.directory, `noted-${Math.random().toString(36).slice(2)}`)
    const ops: JsonObject = { before: { config: { path } }, risky: { config: { path, kind } }, after: { config: { path } } }
    const run = await project.launch(job, { config: { ops }, ...launch })
    return new CrashCase(project, run, path)
  }

  get executions(): readonly Execution[] {
    if (!existsSync(this.path)) return []
    const lines = readFileSync(this.path, 'utf8').trim().split('\n')
    return lines.map((line) => {
      const [runId = '', stepKey = '', pid = '', at = ''] = line.split(' ')
      return { runId, stepKey, pid: Number(pid), at: Number(at) }
    })
  }

  /** Waits until the step that is the risk has begun. */
  begun(): Promise<Execution> {
    return until('the risky step has begun', () => this.executions.find(({ stepKey }) => stepKey === 'risky'))
  }

  go(): void {
    this.#project.write(`${this.path.slice(this.#project.directory.length + 1)}.go`, '')
  }

  ended(): Promise<EndedRun> {
    return this.#project.ended(this.run.runId)
  }

  /** The automatic retry of it, ended. */
  async retried(failed: EndedRun): Promise<EndedRun> {
    const retryId = failed.run.tags['pawl/auto_retry_run_id']
    expect(retryId, failed.shown).toBeDefined()
    return this.#project.ended(retryId ?? '')
  }

  /**
   * It ended as it should, its retry has brought it to its end, and no step whose success was durable was executed again; says on one line
   * what happened and how long it took since `since` (UTC milliseconds; by default since the risky step began).
   */
  async expectRecovered(name: string, end: string, since?: number): Promise<EndedRun> {
    const failed = await this.ended()
    expect(failed.end, failed.shown).toBe(end)
    expect(failed.run.tags['pawl/will_retry']).toBe('true')
    const retry = await this.retried(failed)
    expect(retry.end, retry.shown).toBe('SUCCESS')
    expect(retry.run).toMatchObject({ retryNumber: 1, strategy: 'FROM_FAILURE', retryOfRunId: failed.run.runId })
    expect(retry.eventOf('STEP_REUSED').stepKey).toBe('before')
    expect(this.executions.map(({ runId, stepKey }) => `${runId === failed.run.runId ? 0 : 1} ${stepKey}`)).toEqual([
      ...['0 before', '0 risky', '1 risky', '1 after'],
    ])
    expect(await this.#groupSize()).toBe(2)
    const from = since ?? this.executions[1]?.at ?? 0
    this.#say(name, `${failed.end} after ${ms(failed, from)}, its retry ${retry.end} after ${ms(retry, from)}`)
    return retry
  }

  /** It ended without a retry. */
  async expectOver(name: string, end: string, since: number): Promise<EndedRun> {
    const run = await this.ended()
    expect(run.end, run.shown).toBe(end)
    expect(await this.#groupSize()).toBe(1)
    this.#say(name, `${run.end} after ${ms(run, since)}`)
    return run
  }

  #groupSize(): Promise<number> {
    return this.#project.instance.runs.countRuns({ rootRunId: this.run.rootRunId })
  }

  #say(name: string, what: string): void {
    const database = this.#project.project.config.storage?.postgres === undefined ? 'SQLite' : 'Postgres'
    process.stdout.write(`crash matrix | ${name} | ${database} | ${what}\n`)
  }
}

const ms = ({ run }: EndedRun, since: number): string => `${(run.endedAt ?? 0) - since} ms`

/** What was reported but for notifications that wait until the code of their location is there. */
export const serious = (reports: readonly string[]): readonly string[] =>
  reports.filter((report) => !/^Notification .* will be tried again/.test(report))
