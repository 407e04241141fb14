import { appendFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Project, startEngine } from '@pawl/daemon'

export interface EngineProgramOptions {
  readonly project: Project
  /** Of the machine it takes itself to be on. */
  readonly hostId?: string
  /** Written when it has loaded its locations. */
  readonly readyFile: string
  /** What it reports, a line each. */
  readonly reportFile: string
}

/** An engine in a process of its own, to be killed or stopped. */
const { readyFile, reportFile, ...options } = JSON.parse(process.argv[2] ?? '') as EngineProgramOptions
const report = (message: string, error?: unknown): void => appendFileSync(reportFile, `${message} ${String(error ?? '')}\n`)
const engine = await startEngine({ ...options, report })
process.once('SIGTERM', () => void engine.stop())
// A test that was cut off leaves nothing behind.
const parent = process.ppid
setInterval(() => process.ppid === parent || process.exit(1), 500).unref()
while (engine.instance.locations.listLocations().some(({ status }) => status === 'loading')) await sleep(10)
writeFileSync(readyFile, '')
