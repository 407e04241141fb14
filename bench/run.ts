import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { launchLatency } from './launch-latency.ts'
import { peakMemory } from './peak-memory.ts'
import { queueTick } from './queue-tick.ts'
import { resume } from './resume.ts'
import { chain, type Figures, manyRuns, mapped, type Say } from './workloads.ts'

const HELP = `Measures Pawl against bare code that keeps the same promises (bench/floor.ts), in one process run.

  pnpm bench [--only NAME]... [--json FILE]

  --only   w1, w2, memory, w3, w3-16, launch, queue, w4; all by default
  --json   also writes the figures as one flat JSON object
`

const say: Say = (line) => console.log(line)

const BENCHMARKS: Readonly<Record<string, () => Figures | Promise<Figures>>> = {
  w1: () => chain(say),
  w2: () => mapped(say),
  memory: () => peakMemory(say),
  w3: () => manyRuns(say, 1),
  'w3-16': () => manyRuns(say, 16),
  launch: () => launchLatency(say),
  queue: () => queueTick(say),
  w4: () => resume(say),
}

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, json: { type: 'string' }, help: { type: 'boolean' } },
})

async function main(): Promise<number> {
  if (values.help === true) {
    say(HELP)
    return 0
  }
  const unknown = values.only?.find((name) => !Object.hasOwn(BENCHMARKS, name))
  if (unknown !== undefined) {
    console.error(`There is no benchmark "${unknown}"; there are ${Object.keys(BENCHMARKS).join(', ')}.`)
    return 2
  }
  let figures: Figures = {}
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (values.only === undefined || values.only.includes(name)) figures = { ...figures, ...(await run()) }
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`)
  return 0
}

process.exitCode = await main()
