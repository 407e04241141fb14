import { setImmediate as nextTurn } from 'node:timers/promises'
import { SiteCounts } from '../engine/sites.ts'
import type { Plant } from '../plants/plant.ts'
import type { Code } from '../world/code.ts'
import { runSeed, type SeedReport } from '../world/run-seed.ts'

export interface Finding {
  readonly seed: number
  readonly invariant: number
  readonly message: string
}

/** What some seeds have come to. */
export interface Findings {
  readonly seeds: number
  readonly runs: number
  readonly events: number
  readonly simulatedMs: number
  readonly found: readonly Finding[]
  readonly sites: readonly (readonly [string, Parameters<SiteCounts['add']>[1], number])[]
}

export interface SeedRange {
  readonly from: number
  readonly count: number
}

export interface RunSeedsOptions extends SeedRange {
  readonly code: Code
  readonly plant?: Plant
  readonly onSeed?: (report: SeedReport) => void
  /** Ends with the first finding. */
  readonly stopsAtFirst?: boolean
}

/** Runs one seed after the other. */
export async function runSeeds({ from, count, code, plant, onSeed, stopsAtFirst = false }: RunSeedsOptions): Promise<Findings> {
  const sites = new SiteCounts()
  const found: Finding[] = []
  let [seeds, runs, events, simulatedMs] = [0, 0, 0, 0]
  while (seeds < count && !(stopsAtFirst && found.length > 0)) {
    const report = await runSeed({ seed: from + seeds, code, ...(plant === undefined ? {} : { plant }) })
    seeds++
    runs += report.runs
    events += report.events
    simulatedMs += report.lastedMs
    sites.addAll(report.sites)
    const { seed, violation } = report
    if (violation !== undefined) found.push({ seed, invariant: violation.invariant, message: violation.message })
    onSeed?.(report)
    // Whoever else is in this thread has a turn.
    await nextTurn()
  }
  return { seeds, runs, events, simulatedMs, found, sites: sites.entries() }
}

/** Both together. */
export function addedUp(one: Findings, other: Findings): Findings {
  const sites = new SiteCounts()
  sites.addAll(one.sites)
  sites.addAll(other.sites)
  return {
    seeds: one.seeds + other.seeds,
    runs: one.runs + other.runs,
    events: one.events + other.events,
    simulatedMs: one.simulatedMs + other.simulatedMs,
    found: [...one.found, ...other.found],
    sites: sites.entries(),
  }
}

export const NO_FINDINGS: Findings = { seeds: 0, runs: 0, events: 0, simulatedMs: 0, found: [], sites: [] }
