import { runConfigSchema, selectedKeys, validateRunConfig } from '@pawl/core/plugin'
import type { Answer, Question } from '../channel/protocol.ts'
import { answerReexecution } from './answer-reexecution.ts'
import { callRunHandler } from './call-run-handler.ts'
import { deleteOutputs } from './delete-outputs.ts'
import type { WorkerContext } from './worker-run.ts'

export type AnswerContext = Pick<WorkerContext, 'plans' | 'definitions' | 'ioManagers' | 'options'>

/**
 * What a code host says of its jobs.
 * @throws FrameworkError UNKNOWN_JOB, INVALID_OP_SELECTION, SELECTION_REQUIRED, and what a handler of a run's end throws
 */
export async function answerQuestion(question: Question, context: AnswerContext): Promise<Answer> {
  if (question.kind === 'run-end') {
    await callRunHandler(question, context.definitions)
    return { kind: 'run-end' }
  }
  if (question.kind === 'delete-outputs') {
    const { ioManagers, options } = context
    const problems = await deleteOutputs(question.outputs, { runId: question.runId, ioManagers, hostId: options.hostId })
    return { kind: 'outputs-deleted', problems }
  }
  const plan = await context.plans.get(question.jobName)
  if (question.kind === 'reexecution')
    return { kind: 'reexecution', reply: await answerReexecution(question.inquiry, plan, context) }
  const { job, planned } = plan
  const keys = selectedKeys(planned.plan, question.opSelection)
  const inputsFromRun = question.kind === 'validate-config' && question.hasSourceRun
  const selection = keys === undefined ? {} : { selection: { plan: planned.plan, keys, inputsFromRun } }
  const options = { resources: context.definitions.resources, ...selection }
  if (question.kind === 'config-schema') return { kind: 'config-schema', schema: await runConfigSchema(job, options) }
  const checked = await validateRunConfig(job, question.config, options)
  if (!checked.ok) return { kind: 'config-invalid', errors: checked.errors }
  return { kind: 'config-valid', selectedOps: planned.plan.steps.map(({ key }) => key).filter((key) => keys?.has(key) ?? true) }
}
