import { isRunId, type Run, type RunStorage, type Strategy, strategyProblem, withoutSystemTags } from '@pawl/core/plugin'
import { stringify } from 'yaml'
import type { ResolversTypes } from '../generated/schema-types.ts'
import { tagList } from '../output/tag-list.ts'
import { runNotFound } from './fetch-runs.ts'

const STRATEGIES: readonly Strategy[] = ['FROM_FAILURE', 'ALL_STEPS', 'FROM_SELECTED', 'SELECTED']

const optionOf = (run: Run, strategy: Strategy) => {
  const problem = strategyProblem(run, strategy) ?? null
  return { strategy, isAllowed: problem === null, problem }
}

/** What can be done with a run, and what a re-execution starts from. */
export async function fetchReexecutionOptions(
  runs: RunStorage,
  runId: string,
): Promise<Awaited<ResolversTypes['ReexecutionOptionsOrError']>> {
  const run = isRunId(runId) ? await runs.getRun(runId) : undefined
  if (run === undefined) return runNotFound(runId)
  const strategies = STRATEGIES.map((strategy) => optionOf(run, strategy))
  const allowed = strategies.find(({ isAllowed }) => isAllowed)
  return {
    __typename: 'ReexecutionOptions',
    run,
    strategies,
    defaultStrategy: allowed?.strategy ?? 'FROM_FAILURE',
    problem: allowed === undefined ? (strategies[0]?.problem ?? null) : null,
    runConfig: run.config,
    runConfigYaml: stringify(run.config),
    tags: tagList(withoutSystemTags(run.tags)),
    opSelection: run.opSelection,
  }
}
