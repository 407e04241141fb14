import type { ReexecutionPreview, StepDecision } from '@pawl/core/plugin'
import type { ReexecutionCounts, ReexecutionStep, ReusedOutput } from '../generated/schema-types.ts'

/** Outputs of a step that are shown; of a dynamic one there may be thousands. */
const SHOWN_OUTPUTS = 5

type Row = Omit<ReexecutionStep, 'canMarkDone' | 'markOutputs'>

const NOT_REUSED = { originRunId: null, createdAt: null, sizeBytes: null, outputs: [], outputCount: 0 }

function rowOf(step: StepDecision): Row {
  const place = { stepKey: step.stepKey, opKey: step.planKey, otherStepKey: null }
  switch (step.kind) {
    case 'execute': {
      const { code, text, stepKey = null } = step.reason
      return { ...place, ...NOT_REUSED, decision: 'EXECUTE', reason: code, text, otherStepKey: stepKey }
    }
    case 'reuse':
      return {
        ...place,
        decision: 'REUSE',
        reason: 'SUCCEEDED',
        text: step.reason,
        originRunId: step.originRunId,
        createdAt: step.succeededAt,
        sizeBytes: step.sizeBytes,
        outputs: step.outputs.slice(0, SHOWN_OUTPUTS).map(reusedOutput),
        outputCount: step.outputs.length,
      }
    case 'skip':
      return { ...place, ...NOT_REUSED, decision: 'SKIP', reason: 'SKIPPED', text: step.reason }
    case 'mark-done':
      return { ...place, ...NOT_REUSED, decision: 'MARK_DONE', reason: 'MARKED_DONE', text: step.reason }
    case 'omit': {
      const reason = step.wasLeftOut ? 'LEFT_OUT' : 'NOT_SELECTED'
      return { ...place, ...NOT_REUSED, decision: 'OMIT', reason, text: step.reason }
    }
  }
}

type Reused = Extract<StepDecision, { readonly kind: 'reuse' }>['outputs'][number]

const reusedOutput = ({ output, mappingKey, stored }: Reused): ReusedOutput => ({
  output,
  mappingKey: mappingKey ?? null,
  location: stored.location,
  ioManager: stored.ioManager,
  sizeBytes: stored.sizeBytes ?? null,
})

/** The rows of a preview as they are shown; of the server's own folders `shownText` leaves nothing in their reasons. */
export function previewSteps(
  { markable }: Pick<ReexecutionPreview, 'markable'>,
  decisions: readonly StepDecision[],
  shownText: (text: string) => string,
): readonly ReexecutionStep[] {
  const outputs = new Map(markable.map((step) => [step.stepKey, step.outputs]))
  return decisions.map((step) => {
    const row = rowOf(step)
    const { stepKey } = step
    return { ...row, text: shownText(row.text), canMarkDone: outputs.has(stepKey), markOutputs: outputs.get(stepKey) ?? [] }
  })
}

export function countDecisions(decisions: readonly StepDecision[]): ReexecutionCounts {
  const count = (kind: StepDecision['kind']): number => decisions.filter((step) => step.kind === kind).length
  return {
    total: decisions.length,
    reuse: count('reuse'),
    execute: count('execute'),
    skip: count('skip'),
    markDone: count('mark-done'),
    omit: count('omit'),
  }
}
