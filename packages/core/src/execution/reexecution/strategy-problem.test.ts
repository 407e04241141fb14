import { expect, test } from 'vitest'
import { RUN_STATUSES } from '../../run/run-status.ts'
import { strategyProblem } from './strategy-problem.ts'

test.each(RUN_STATUSES)('a run that is %s', (status) => {
  const problems = (['FROM_FAILURE', 'ALL_STEPS', 'SELECTED', 'FROM_SELECTED'] as const).map(
    (strategy) => strategyProblem({ runId: 'r', status }, strategy)?.match(/has not ended|succeeded/)?.[0] ?? 'allowed',
  )
  const any = ['allowed', 'allowed', 'allowed']
  if (status === 'FAILURE' || status === 'CANCELED') expect(problems).toEqual(['allowed', ...any])
  else if (status === 'SUCCESS') expect(problems).toEqual(['succeeded', ...any])
  else expect(problems).toEqual(Array.from({ length: 4 }, () => 'has not ended'))
})
