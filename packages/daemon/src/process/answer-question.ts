import { runConfigSchema, selectedKeys, validateRunConfig } from '@pawl/core/plugin'
import type { Answer, Question } from '../channel/protocol.ts'
import type { WorkerContext } from './worker-run.ts'

/**
 * What a code host says of its jobs.
 * @throws FrameworkError UNKNOWN_JOB, INVALID_OP_SELECTION
 */
export async function answerQuestion(
  question: Question,
  { plans, definitions }: Pick<WorkerContext, 'plans' | 'definitions'>,
): Promise<Answer> {
  const { job, planned } = await plans.get(question.jobName)
  const keys = selectedKeys(planned.plan, question.opSelection)
  const inputsFromRun = question.kind === 'validate-config' && question.hasSourceRun
  const selection = keys === undefined ? {} : { selection: { plan: planned.plan, keys, inputsFromRun } }
  const options = { resources: definitions.resources, ...selection }
  if (question.kind === 'config-schema') return { kind: 'config-schema', schema: await runConfigSchema(job, options) }
  const checked = await validateRunConfig(job, question.config, options)
  if (!checked.ok) return { kind: 'config-invalid', errors: checked.errors }
  return { kind: 'config-valid', selectedOps: planned.plan.steps.map(({ key }) => key).filter((key) => keys?.has(key) ?? true) }
}
