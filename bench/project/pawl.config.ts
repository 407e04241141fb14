import { defineConfig } from '@pawl/daemon'

const number = (name: string): number | undefined => {
  const text = process.env[name]
  return text === undefined ? undefined : Number(text)
}

export default defineConfig({
  locations: { bench: './src/definitions.ts' },
  server: { port: 0 },
  worker: { processes: number('BENCH_PROCESSES'), runsAtOnce: number('BENCH_RUNS_AT_ONCE') },
})
