import {
  changedResources,
  type Definitions,
  type IOManagerPool,
  type JobDefinition,
  type JsonObject,
  type MarkedOutput,
  marksInForce,
  outputCheck,
  type PlannedJob,
  planOfSelection,
  type Reexecution,
  type ReexecutionInputs,
  type RunConfigResult,
  type RunFacts,
  reexecutionScope,
  selectedKeys,
  settleReexecution,
  splitStepKey,
  validateRunConfig,
  withSourceFacts,
} from '@pawl/core/plugin'

/** What a run is asked to do, as far as its plan depends on it. */
export interface RunQuestion {
  readonly config: JsonObject
  readonly opSelection: string | null
  /** Null for a run that does not go back to an earlier one. */
  readonly reexecution: ReexecutionInputs | null
  /** Whether an earlier run gives what the selection leaves open. */
  readonly hasSource: boolean
}

/** Plan keys of the steps that are asked for; of single copies that a re-execution may name, the whole step. */
function selectedSteps({ plan }: PlannedJob, { opSelection, reexecution }: RunQuestion): ReadonlySet<string> | undefined {
  if (reexecution === null) return selectedKeys(plan, opSelection)
  const { keys } = scopeOf(plan, { opSelection, reexecution })
  return keys === undefined ? undefined : new Set([...keys].map((key) => splitStepKey(key).key))
}

const scopeOf = (
  plan: PlannedJob['plan'],
  { opSelection, reexecution }: { readonly opSelection: string | null; readonly reexecution: ReexecutionInputs },
) => {
  const { strategy, facts, terms } = reexecution
  return reexecutionScope({ plan, facts, strategy, opSelection, withDownstream: terms?.withDownstream ?? false })
}

export interface PlannedRun {
  /** Plan keys; undefined for every step. */
  readonly selected: ReadonlySet<string> | undefined
  /** Whether the run's config is right for what it selects. */
  readonly checked: RunConfigResult
  readonly planned: PlannedJob
}

/**
 * The plan that a run follows on the code there is now, and whether its config is right for it.
 * @throws FrameworkError INVALID_OP_SELECTION, SELECTION_REQUIRED
 */
export async function planOfRun(
  { job, planned }: { readonly job: JobDefinition; readonly planned: PlannedJob },
  question: RunQuestion,
  resources: Definitions['resources'],
): Promise<PlannedRun> {
  const { config, reexecution, hasSource } = question
  const selected = selectedSteps(planned, question)
  const inputsFromRun = hasSource || reexecution !== null
  const selection = selected === undefined ? {} : { selection: { plan: planned.plan, keys: selected, inputsFromRun } }
  const checked = await validateRunConfig(job, config, { resources, ...selection })
  const actual = selected === undefined ? planned : { ...planned, plan: planOfSelection(planned.plan, selected, config) }
  return { selected, checked, planned: actual }
}

export interface AgainQuestion {
  /** As {@link planOfRun} gives it. */
  readonly planned: PlannedJob
  readonly selected: ReadonlySet<string> | undefined
  readonly config: JsonObject
  readonly opSelection: string | null
  readonly reexecution: ReexecutionInputs
  readonly configHash: (stepKey: string) => string | undefined
  readonly ioManagers: IOManagerPool
  readonly hostId: string
  readonly signal: AbortSignal
  /** Told why outputs could not be checked. */
  readonly onUnchecked: (ioManager: string, error: unknown) => void
}

/** Who else can read what each of the I/O managers in the facts has stored; one that is there no more is left out. */
async function scopesOf(facts: RunFacts, ioManagers: IOManagerPool) {
  const keys = new Set(facts.steps.flatMap(({ outputs }) => outputs.map(({ stored }) => stored.ioManager)))
  const scopes = await Promise.all(
    [...keys].map(async (key) => {
      try {
        return [[key, (await ioManagers.get(key)).scope] as const]
      } catch {
        // What it has stored is out of reach, and says so in the decisions.
        return []
      }
    }),
  )
  return Object.fromEntries(scopes.flat())
}

function resourceChanges({ planned, config, reexecution }: AgainQuestion) {
  const { configBefore } = reexecution
  const changed = configBefore === null ? [] : changedResources(configBefore, config)
  const usedBy = (key: string): readonly string[] => Object.keys(planned.bindings.get(key)?.op.resources ?? {})
  return { changed, usedBy }
}

/** What a run decides about each step, and the marks that it has to act on. */
export interface DecidedAgain {
  readonly settled: Reexecution
  readonly marks: readonly MarkedOutput[]
}

/**
 * Decides what a re-execution does about each step of the current code, after asking whether the needed outputs are still there: the
 * one function of the preview and of the run itself.
 * @throws FrameworkError INVALID_OP_SELECTION
 */
export async function decideAgain(question: AgainQuestion): Promise<DecidedAgain> {
  const { planned, selected, opSelection, reexecution, configHash, ioManagers, hostId, signal } = question
  const { plan } = planned
  const { strategy, terms, sourceFacts } = reexecution
  const facts = withSourceFacts(reexecution.facts, sourceFacts, { plan, selected, configHash })
  const marks = marksInForce(terms, facts, strategy)
  const settled = await settleReexecution(
    {
      plan,
      facts,
      scope: scopeOf(plan, { opSelection, reexecution }),
      configHash,
      reach: { hostId, scopes: await scopesOf(facts, ioManagers) },
      markedDone: new Set(marks.map(({ stepKey }) => stepKey)),
      resources: resourceChanges(question),
    },
    outputCheck({
      ioManager: (key) => ioManagers.get(key),
      runId: facts.runId,
      signal,
      onError: question.onUnchecked,
    }),
  )
  return { settled, marks }
}
