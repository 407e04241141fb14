import { expect, test } from 'vitest'
import { smallFacts } from '../../../test/small-facts.ts'
import { type StepSpec, smallPlan } from '../../../test/small-plan.ts'
import type { InputContext, IOManager } from '../../definition/io-manager.ts'
import type { NeededOutput } from './needed-output.ts'
import type { ReexecutionQuestion } from './reexecution-question.ts'
import { outputCheck, settleReexecution } from './settle-reexecution.ts'

const LENGTH = 40

/** s0 -> s1 -> … -> s39, of which the last one failed. */
function chain(): Omit<ReexecutionQuestion, 'presence'> {
  const keys = Array.from({ length: LENGTH }, (_, index) => `s${index}`)
  const specs = keys.map((key, index): [string, StepSpec] => [key, index === 0 ? {} : { ins: { x: `s${index - 1}` } }])
  const did = keys.map((key, index) => [key, index === LENGTH - 1 ? { status: 'FAILURE' as const } : {}])
  return {
    plan: smallPlan(Object.fromEntries(specs)),
    facts: smallFacts(Object.fromEntries(did)),
    scope: { keys: undefined, force: null },
    configHash: () => undefined,
    reach: { hostId: 'host', scopes: { default: 'shared' } },
  }
}

const keysOf = (outputs: readonly NeededOutput[]): readonly string[] => outputs.map(({ stepKey }) => stepKey)

test('only what is needed is asked for, and nothing twice', async () => {
  const asked: (readonly string[])[] = []
  const gone = new Set(['s38', 's37'])
  const { decisions, unasked } = await settleReexecution(chain(), async (outputs) => {
    asked.push(keysOf(outputs))
    return outputs.map(({ stepKey }) => (gone.has(stepKey) ? 'missing' : 'present'))
  })
  expect(asked).toEqual([['s38'], ['s37'], ['s36']])
  expect(unasked).toEqual([])
  expect(decisions.filter(({ kind }) => kind === 'execute').map(({ stepKey }) => stepKey)).toEqual(['s37', 's38', 's39'])
})

test('a long chain that is gone is found in a few rounds', async () => {
  const asked: (readonly string[])[] = []
  const { decisions } = await settleReexecution(chain(), async (outputs) => {
    asked.push(keysOf(outputs))
    return outputs.map(() => 'missing')
  })
  expect(asked.length).toBeLessThanOrEqual(5)
  expect(asked.flat().sort()).toEqual(Array.from({ length: LENGTH - 1 }, (_, index) => `s${index}`).sort())
  expect(decisions.every(({ kind }) => kind === 'execute')).toBe(true)
})

test('an answer that is not given is not asked for again', async () => {
  let rounds = 0
  const { warnings } = await settleReexecution(chain(), async () => {
    rounds++
    return []
  })
  expect([rounds, warnings.map(({ code }) => code)]).toEqual([1, ['OUTPUT_UNCHECKED']])
})

const manager = (scope: IOManager['scope'], hasOutputs?: IOManager['hasOutputs']): IOManager => ({
  scope,
  handleOutput: async () => ({ location: '' }),
  loadInput: async () => undefined,
  ...(hasOutputs === undefined ? {} : { hasOutputs }),
})

const needed = (key: string, ioManager: string): NeededOutput => ({
  stepKey: key,
  output: 'result',
  neededBy: 'by',
  stored: { location: key, ioManager, hostId: 'host', originRunId: 'first', originAttempt: 1 },
})

function checkWith(managers: Readonly<Record<string, IOManager>>, signal = new AbortController().signal) {
  const errors: string[] = []
  const check = outputCheck({
    ioManager: async (key) => {
      const found = managers[key]
      if (found === undefined) throw new Error(`no ${key}`)
      return found
    },
    runId: 'parent',
    signal,
    onError: (key, error) => errors.push(`${key}: ${error}`),
  })
  return { check, errors }
}

test('each I/O manager is asked for its own outputs, in batches; the answers come in the order of the questions', async () => {
  const batches: (readonly InputContext[])[] = []
  const { check, errors } = checkWith({
    telling: manager('shared', async (contexts) => {
      batches.push(contexts)
      return contexts.map(({ upstream }) => (upstream.stepKey.endsWith('7') ? 'changed' : 'present'))
    }),
    silent: manager('shared'),
    broken: manager('shared', () => Promise.reject(new Error('down'))),
    terse: manager('shared', async () => []),
  })
  const managers = ['telling', 'silent', 'broken', 'absent', 'terse']
  const outputs = Array.from({ length: 12_000 }, (_, index) => needed(`s${index}`, managers[index % managers.length] ?? ''))
  const answers = await check(outputs)
  expect(answers.slice(0, 10)).toEqual([
    'present',
    'present',
    'unknown',
    'unknown',
    'unknown',
    'present',
    'present',
    'unknown',
    'unknown',
    'unknown',
  ])
  expect(answers.filter((answer) => answer === 'changed')).toHaveLength(0)
  expect(batches.map(({ length }) => length)).toEqual([1_000, 1_000, 400])
  expect(batches[0]?.[0]).toMatchObject({ runId: 'parent', stepKey: 'by', upstream: { stepKey: 's0', output: 'result' } })
  // Every batch that fails says so.
  expect([...new Set(errors)].sort()).toEqual(['absent: Error: no absent', 'broken: Error: down'])
})

test('a canceled run does not take its outputs for unknown', async () => {
  const controller = new AbortController()
  const { check } = checkWith(
    {
      slow: manager('shared', async () => {
        controller.abort(new Error('canceled'))
        throw new Error('down')
      }),
    },
    controller.signal,
  )
  await expect(check([needed('a', 'slow')])).rejects.toThrow('canceled')
})
