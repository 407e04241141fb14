import { readFileSync } from 'node:fs'
import {
  launchReexecution,
  previewReexecution,
  type ReexecutionPreview,
  type ReexecutionRequest,
  type StepDecision,
  splitStepKey,
} from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { PawlConfig } from '../src/config/pawl-config.ts'
import type { EndedRun } from './ended-run.ts'
import { startProject, type TestProject } from './project.ts'

export type Request = Omit<ReexecutionRequest, 'parentRunId' | 'origin'>

/** Of the job `figures` with five numbers. */
export const config = { ops: { numbers: { config: { count: 5 } } } }
export const SQUARES: readonly string[] = ['n0', 'n1', 'n2', 'n3', 'n4'].map((key) => `square[${key}]`)

/** A project whose runs fail where they are told to, and are re-executed after a preview that they are held to. */
export class Reexecuting {
  readonly project: TestProject

  constructor(project: TestProject) {
    this.project = project
  }

  static async start(storage?: PawlConfig['storage']): Promise<Reexecuting> {
    return new Reexecuting(await startProject({ jobs: 'reexecution', config: { storage, worker: { processes: 2 } } }))
  }

  /** From now on these steps fail, and no others. */
  failing(...stepKeys: readonly string[]): void {
    this.project.write('fail.json', JSON.stringify(stepKeys))
  }

  async failedRun(...stepKeys: readonly string[]): Promise<EndedRun> {
    this.failing(...stepKeys)
    const run = await this.project.run('figures', { config })
    expect(run.end, run.shown).toBe('FAILURE/STEP_FAILURE')
    this.failing()
    return run
  }

  async previewOf(parent: EndedRun, request: Request): Promise<ReexecutionPreview> {
    const preview = await previewReexecution(this.project.engine.instance, requestOf(parent, request))
    if (preview.kind !== 'decided') throw new Error(`Refused: ${JSON.stringify(preview)}`)
    return preview
  }

  async reexecuted(parent: EndedRun, request: Request): Promise<EndedRun> {
    const outcome = await launchReexecution(this.project.engine.instance, requestOf(parent, request))
    if (!('warnings' in outcome)) throw new Error(`Refused: ${JSON.stringify(outcome)}`)
    return this.project.ended(outcome.run.runId)
  }

  async both(parent: EndedRun, request: Request): Promise<{ readonly preview: ReexecutionPreview; readonly run: EndedRun }> {
    const preview = await this.previewOf(parent, request)
    const run = await this.reexecuted(parent, request)
    expectAgreement(preview, run)
    return { preview, run }
  }
}

export const requestOf = ({ run }: EndedRun, request: Request): ReexecutionRequest => ({
  parentRunId: run.runId,
  origin: { kind: 'api' },
  ...request,
})

export const keysOf = (decisions: readonly StepDecision[], kind: StepDecision['kind']): string[] =>
  decisions.filter((step) => step.kind === kind).map(({ stepKey }) => stepKey)
export const stepsOf = (run: EndedRun, type: 'STEP_REUSED' | 'STEP_START' | 'STEP_SKIPPED' | 'STEP_MARKED_DONE'): string[] =>
  run.eventsOf(type).map(({ stepKey = '' }) => stepKey)

/** What a preview has said is what the run did: no more, no less, and nothing else. */
function expectAgreement({ decisions, warnings }: ReexecutionPreview, run: EndedRun): void {
  expect(stepsOf(run, 'STEP_REUSED'), run.shown).toEqual(keysOf(decisions, 'reuse'))
  expect(stepsOf(run, 'STEP_MARKED_DONE')).toEqual(keysOf(decisions, 'mark-done'))
  const origins = decisions.flatMap((step) => (step.kind === 'reuse' ? [[step.stepKey, step.originRunId]] : []))
  expect(run.eventsOf('STEP_REUSED').map(({ stepKey, payload }) => [stepKey, payload.originRunId])).toEqual(origins)
  const skipped = stepsOf(run, 'STEP_SKIPPED')
  for (const key of keysOf(decisions, 'skip')) expect(skipped).toContain(key)
  // A step below one that executes may turn out to have nothing to do; of `op[?]` only the run knows the copies.
  const decided = new Set(keysOf(decisions, 'execute'))
  const isDecided = (key: string): boolean => decided.has(key) || decided.has(`${splitStepKey(key).key}[?]`)
  const ran = [...stepsOf(run, 'STEP_START'), ...skipped]
  expect(stepsOf(run, 'STEP_START').filter((key) => !isDecided(key))).toEqual([])
  // In a run that failed, steps below the failure had no turn.
  for (const key of run.end === 'SUCCESS' ? decided : []) {
    const { key: planKey, mappingKey } = splitStepKey(key)
    expect(ran.some((one) => (mappingKey === '?' ? splitStepKey(one).key === planKey : one === key))).toBe(true)
  }
  const said = run.eventsOf('ENGINE_EVENT').map(({ payload }) => payload.message)
  for (const { text } of warnings) expect(said).toContain(text)
}

export const resultOf = (run: EndedRun, stepKey: string): unknown => {
  const output = run.outputs.find((one) => one.stepKey === stepKey)
  const text = readFileSync(output?.stored.location ?? '', 'utf8')
  return output?.stored.location.endsWith('.txt') === true ? text : JSON.parse(text)
}
export const reasonsOf = ({ decisions }: ReexecutionPreview): Record<string, string> =>
  Object.fromEntries(decisions.map((step) => [step.stepKey, step.kind === 'execute' ? step.reason.code : step.kind]))
