import { expect, test } from 'vitest'
import { type DidSpec, smallFacts } from '../../../test/small-facts.ts'
import { smallPlan } from '../../../test/small-plan.ts'
import type { Strategy } from '../../run/run.ts'
import type { StepOutputs } from '../step-state.ts'
import { planReexecution, type Reexecution } from './plan-reexecution.ts'
import { reexecutionRun } from './reexecution-run.ts'
import { reexecutionScope } from './reexecution-scope.ts'

const plan = smallPlan({
  split: { outs: { result: '*' } },
  m: { over: 'split', ins: { x: 'split#' } },
  all: { ins: { xs: 'm*' } },
  lone: {},
})

interface Asked {
  readonly did: Readonly<Record<string, DidSpec>>
  readonly strategy?: Strategy
  readonly select?: string
  readonly markedDone?: ReadonlySet<string>
  readonly missing?: readonly string[]
}

function planned({ did, strategy = 'FROM_FAILURE', select, missing = [], markedDone = new Set() }: Asked): Reexecution {
  const facts = smallFacts(did)
  const ask = (presence: ReadonlyMap<string, 'present' | 'missing'>): Reexecution =>
    planReexecution({
      plan,
      facts,
      scope: reexecutionScope({ plan, facts, strategy, opSelection: select ?? null }),
      configHash: () => undefined,
      reach: { hostId: 'host', scopes: { default: 'shared' } },
      presence,
      markedDone,
    })
  const present = ['split/result/k1', 'split/result/k2', 'm[k1]/result/', 'm[k2]/result/'].map((id) => [id, 'present'] as const)
  return ask(new Map<string, 'present' | 'missing'>([...present, ...missing.map((id) => [id, 'missing'] as const)]))
}

const did = { split: { outs: { result: ['k1', 'k2'] } }, 'm[k1]': {}, 'm[k2]': { status: 'FAILURE' }, lone: {} } as const

const shown = (asked: Asked, marked?: ReadonlyMap<string, StepOutputs>): unknown => {
  const { selected, reused } = reexecutionRun(planned(asked), marked)
  return { selected: selected === undefined ? undefined : [...selected], reused: [...(reused?.keys() ?? [])] }
}

test('where everything takes part, what is not reused executes', () => {
  expect(shown({ did })).toEqual({ selected: undefined, reused: ['split', 'm[k1]', 'lone'] })
})

test('where something is omitted, what executes is named, copy by copy', () => {
  expect(shown({ did, strategy: 'SELECTED', select: 'm[k2]' })).toEqual({
    selected: ['m[k2]'],
    reused: ['split', 'm[k1]', 'lone'],
  })
})

test('copies that are not known yet are named by their step, or by the keys that were asked for', () => {
  const anew = { did, strategy: 'SELECTED', missing: ['split/result/k2'] } as const
  expect(shown({ ...anew, select: 'm' })).toEqual({ selected: ['split', 'm'], reused: ['lone'] })
  expect(shown({ ...anew, select: 'm[k2]' })).toEqual({ selected: ['split', 'm[k2]'], reused: ['lone'] })
})

test('a mapped step without items takes part, so that all of it is an empty list', () => {
  const none = { split: { outs: { result: [] } }, lone: {} }
  expect(shown({ did: none, strategy: 'SELECTED', select: 'all' })).toEqual({ selected: undefined, reused: ['split', 'lone'] })
  expect(shown({ did: { split: { outs: { result: [] } } }, strategy: 'SELECTED', select: 'all' })).toEqual({
    selected: ['m', 'all'],
    reused: ['split'],
  })
})

test('what was stored for a marked step takes its place; without it there is no run', () => {
  const asked = { did, markedDone: new Set(['m[k2]']) }
  expect(shown(asked, new Map([['m[k2]', new Map()]]))).toEqual({
    selected: undefined,
    reused: ['split', 'm[k1]', 'm[k2]', 'lone'],
  })
  expect(() => shown(asked)).toThrow('"m[k2]" is marked as done, but no output of it was stored.')
})

test('there is no run while an output that is needed was not asked for', () => {
  const facts = smallFacts({ ...did, 'm[k2]': {} })
  const unsettled = planReexecution({
    plan,
    facts,
    scope: { keys: undefined, force: null },
    configHash: () => undefined,
    reach: { hostId: 'host', scopes: { default: 'shared' } },
    presence: new Map(),
  })
  expect(() => reexecutionRun(unsettled)).toThrow('Whether 2 outputs are still there has to be asked before the run starts.')
})
