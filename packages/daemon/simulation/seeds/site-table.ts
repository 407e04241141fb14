import { FATES, FATES_OF, SITES, SiteCounts } from '../engine/sites.ts'
import type { Findings } from './run-seeds.ts'

const WIDTH = 15

/** How often each call site of the gateway was called, by what became of it; `·` where that cannot happen there. */
export function siteTable({ sites }: Pick<Findings, 'sites'>): readonly string[] {
  const counts = new SiteCounts()
  counts.addAll(sites)
  const head = ['site'.padEnd(30), ...FATES.map((fate) => fate.padStart(WIDTH))].join('')
  const rows = Object.entries(SITES).map(([name, { kind, by }]) => {
    const cells = FATES.map((fate) => {
      const isCrash = fate.startsWith('crashes')
      const isPossible = fate === 'goes well' || (FATES_OF[kind].has(fate) && !(isCrash && by === 'user'))
      return (isPossible ? counts.of(name, fate).toLocaleString('en') : '·').padStart(WIDTH)
    })
    return [name.padEnd(30), ...cells].join('')
  })
  return [head, ...rows]
}

/** Sites at which something that can happen has not happened, with what that is. */
export function unmetFates({ sites }: Pick<Findings, 'sites'>): readonly string[] {
  const counts = new SiteCounts()
  counts.addAll(sites)
  return Object.entries(SITES).flatMap(([name, { by }]) => {
    const needed = by === 'user' ? (['goes well'] as const) : (['goes well', 'crashes before', 'crashes after'] as const)
    return needed.filter((fate) => counts.of(name, fate) === 0).map((fate) => `${name}: ${fate}`)
  })
}
