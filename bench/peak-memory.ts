import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { BenchEngine } from './bench-engine.ts'
import type { Figures, Say } from './workloads.ts'

const IN_A_PROCESS_OF_ITS_OWN = 'measure'

/** The most memory a process has had resident, in MB, as Linux counts it. */
function peakMb(pid: number | 'self'): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

/** A run of 10,000 mapped steps in fresh processes: the larger of the peaks of its worker and of its supervisor. */
export function peakMemory(say: Say): Figures {
  const output = execFileSync(process.execPath, [...process.execArgv, import.meta.filename, IN_A_PROCESS_OF_ITS_OWN], {
    encoding: 'utf8',
  })
  const { worker, supervisor } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as { worker: number; supervisor: number }
  say(`    peak memory of 10,000 mapped steps: worker ${worker.toFixed(0)} MB, supervisor ${supervisor.toFixed(0)} MB`)
  return {
    'w2.peak_mb_10000': Math.max(worker, supervisor),
    'w2.peak_mb_10000_worker': worker,
    'w2.peak_mb_10000_supervisor': supervisor,
  }
}

if (process.argv[2] === IN_A_PROCESS_OF_ITS_OWN) {
  const bench = await BenchEngine.start({ processes: 1, runsAtOnce: 1 })
  await bench.run('mapped', { ops: { split: { config: { items: 10_000 } } } })
  const worker = Math.max(...bench.engine.supervisor.workerPids.map(peakMb))
  console.log(JSON.stringify({ worker, supervisor: peakMb('self') }))
  await bench.stop()
}
