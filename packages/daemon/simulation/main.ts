import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { INVARIANTS } from './checks/violation.ts'
import { PLANTS } from './plants/plants.ts'
import { prepareThread } from './seeds/prepare.ts'
import type { Findings } from './seeds/run-seeds.ts'
import { runSeedsInThreads } from './seeds/run-seeds-in-threads.ts'
import { siteTable, unmetFates } from './seeds/site-table.ts'
import { runSeed } from './world/run-seed.ts'

const HELP = `Runs Pawl's coordinator, supervisor, recovery, worker loop and planner in simulated worlds, one for each seed.

  pnpm simulate --seeds 10000              that many fresh seeds
  pnpm simulate --seeds 10000 --from 1     those from 1 on
  pnpm simulate --seed 4711                one of them again, exactly
  pnpm simulate --seed 4711 --story        and tells what happened in it
  pnpm simulate --plant no-fencing         until a planted bug is found (--seeds at most, 2000 by default)

  --threads N   threads at work (${availableParallelism()} by default)
  --help        this text

Planted bugs:
${PLANTS.map(({ name, about }) => `  ${name.padEnd(20)}${about}`).join('\n')}
`

/** Fresh seeds start anywhere in 31 bits. */
const SEED_SPACE = 2 ** 31

const number = (text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`"${text}" is no whole number from 0.`)
  return value
}

function plantOf(name: string | undefined) {
  const plant = PLANTS.find((one) => one.name === name)
  if (name !== undefined && plant === undefined) throw new Error(`There is no planted bug "${name}". See --help.`)
  return plant
}

async function replay(seed: number, options: { readonly isTold: boolean; readonly plant: string | undefined }): Promise<boolean> {
  const code = await prepareThread()
  const plant = plantOf(options.plant)
  const { violation, hash, runs, events, storage, lastedMs } = await runSeed({
    ...{ seed, code, withHash: true },
    ...(plant === undefined ? {} : { plant }),
    ...(options.isTold ? { print: (line: string) => console.log(line) } : {}),
  })
  console.log(
    `Seed ${seed}: ${runs} runs with ${events} events on ${storage} in ${Math.round(lastedMs)} simulated ms, hash ${hash}.`,
  )
  if (violation === undefined) console.log('Every invariant held.')
  else console.log(`Invariant ${violation.invariant} was broken: ${INVARIANTS[violation.invariant]}\n  ${violation.message}`)
  return violation === undefined
}

function show(findings: Findings, seconds: number): void {
  const { seeds, runs, events, simulatedMs, found } = findings
  const shown = (value: number): string => Math.round(value).toLocaleString('en')
  console.log(siteTable(findings).join('\n'))
  console.log(
    `\n${shown(seeds)} seeds in ${shown(seconds)} s: ${shown(runs)} runs with ${shown(events)} events in ${shown(simulatedMs / 3_600_000)} simulated hours; ${found.length} findings.`,
  )
  for (const unmet of unmetFates(findings)) console.log(`Never happened: ${unmet}.`)
}

async function search(options: {
  readonly from: number
  readonly count: number
  readonly threads: number
  readonly plant: string | undefined
}) {
  const { from, count, plant } = options
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1_000
  console.log(`Seeds ${from} to ${from + count - 1}${plant === undefined ? '' : `, with ${plant}`}.`)
  const findings = await runSeedsInThreads({
    ...options,
    onFinding({ seed, invariant, message }) {
      const replayed = `pnpm simulate --seed ${seed} --story${plant === undefined ? '' : ` --plant ${plant}`}`
      console.log(`Seed ${seed}, invariant ${invariant}: ${message}\n  ${replayed}`)
    },
    onProgress(done) {
      if (!process.stderr.isTTY) return
      const left = ((count - done) / done) * seconds()
      process.stderr.write(
        `\r${done.toLocaleString('en')} of ${count.toLocaleString('en')} seeds, ${Math.round(left)} s left \u001b[K`,
      )
    },
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  show(findings, seconds())
  return findings.found.length === 0
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    story: { type: 'boolean', default: false },
    plant: { type: 'string' },
    threads: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

async function main(): Promise<boolean> {
  const { plant } = values
  if (values.help) {
    console.log(HELP)
    return true
  }
  plantOf(plant)
  if (values.seed !== undefined) return replay(number(values.seed, 1), { isTold: values.story, plant })
  return search({
    from: number(values.from, Math.floor(Math.random() * SEED_SPACE)),
    count: number(values.seeds, 2_000),
    threads: Math.max(1, number(values.threads, availableParallelism())),
    plant,
  })
}

process.exitCode = (await main()) ? 0 : 1
