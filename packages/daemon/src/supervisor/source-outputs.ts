import type { OutputRecord, RunStorage, StepRecord, StepStatus } from '@pawl/core/plugin'

const PAGE = 1_000
/** What such a step has put out may be used by others. */
const DONE: ReadonlySet<StepStatus> = new Set(['SUCCESS', 'REUSED', 'MARKED_DONE'])

type Reads = Pick<RunStorage, 'listOutputs' | 'listSteps'>

async function listAll<T>(readPage: (after: T | undefined) => Promise<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = []
  for (;;) {
    const page = await readPage(all.at(-1))
    all.push(...page)
    if (page.length < PAGE) return all
  }
}

const paged = <T>(after: T | undefined): { readonly limit: number; readonly after?: T } =>
  after === undefined ? { limit: PAGE } : { limit: PAGE, after }

/** The outputs of a run that another run may take inputs from: those of its steps that are done. */
export async function sourceOutputs(storage: Reads, runId: string): Promise<readonly OutputRecord[]> {
  const steps = await listAll<StepRecord>((after) => storage.listSteps(runId, paged(after)))
  const done = new Set(steps.filter(({ status }) => DONE.has(status)).map(({ stepKey }) => stepKey))
  const outputs = await listAll<OutputRecord>((after) => storage.listOutputs(runId, paged(after)))
  return outputs.filter(({ stepKey }) => done.has(stepKey))
}
