import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { definitions } from './definitions.ts'
import type { Handle } from './handle.ts'
import { job } from './job.ts'
import type { JobDefinition } from './job-definition.ts'
import { op } from './op.ts'
import { type } from './schema.ts'

const start = op({ name: 'start', run: () => 1 })
const merge = op({ name: 'merge', ins: { all: type<number[]>() }, run: () => 1 })

/** For each step, which of the steps before it feed it; a step that none feeds starts the graph anew. */
const wiring = fc
  .integer({ min: 1, max: 30 })
  .chain((steps) =>
    fc.tuple(
      ...Array.from({ length: steps }, (_, step) =>
        step === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(step - 1), { maxLength: 4 }),
      ),
    ),
  )

const leavesOf = (wires: readonly (readonly number[])[]): readonly number[] =>
  wires.map((_, step) => step).filter((step) => !wires.flat().includes(step))

function wire(wires: readonly (readonly number[])[], returned: readonly number[]): JobDefinition {
  return job('random', {
    run() {
      const handles: Handle<number>[] = []
      for (const [step, sources] of wires.entries()) {
        const all = sources.map((source) => handles[source] as Handle<number>)
        handles.push(sources.length === 0 ? start.as(`s${step}`)() : merge.as(`s${step}`)({ all }))
      }
      return Object.fromEntries(returned.map((step) => [`out${step}`, handles[step] as Handle<number>]))
    },
  })
}

test('whatever is wired is what the graph holds, and it is sound', () => {
  fc.assert(
    fc.property(wiring, (wires) => {
      const { graph } = wire(wires, leavesOf(wires))
      const traced = graph.nodes.map(({ inputs }) => {
        const all = inputs['all']
        return all?.kind === 'fan-in'
          ? all.sources.map((source) => (source.kind === 'output' ? source.from.node : source.kind))
          : []
      })
      expect(traced).toEqual(wires.map((sources) => sources.map((source) => `s${source}`)))
      expect(Object.values(graph.outputs).map(({ node }) => node)).toEqual(leavesOf(wires).map((step) => `s${step}`))
      expect(refusal(() => definitions({ jobs: [wire(wires, leavesOf(wires))] as never }))).toBe('nothing was thrown')
    }),
  )
})

test('any leaf that is left out is found', () => {
  const leftOut = wiring
    .filter((wires) => leavesOf(wires).length > 1)
    .chain((wires) => fc.record({ wires: fc.constant(wires), missing: fc.constantFrom(...leavesOf(wires)) }))
  fc.assert(
    fc.property(leftOut, ({ wires, missing }) => {
      const returned = leavesOf(wires).filter((leaf) => leaf !== missing)
      expect(refusal(() => wire(wires, returned))).toContain(`LEAF_NOT_RETURNED: The body of job "random" calls "s${missing}",`)
    }),
  )
})
