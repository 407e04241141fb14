import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Project, startEngine } from '@pawl/daemon'

/** An engine in a process of its own, to be killed: it tells the ids of its processes by a file. */
const project = JSON.parse(process.argv[2] ?? '') as Project
const engine = await startEngine({ project, report: () => undefined })
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
while (engine.instance.locations.listLocations().some(({ status }) => status === 'loading')) await sleep(10)
while (childrenOf(process.pid).length < 2) await sleep(10)
writeFileSync(join(project.directory, 'pids.new'), childrenOf(process.pid).join(' '))
renameSync(join(project.directory, 'pids.new'), join(project.directory, 'pids'))
