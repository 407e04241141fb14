import { once } from 'node:events'
import { durationText, type Progress, paintFor, type Screen, screenOn, sizeText } from '@pawl/cli'
import { followRun, waitUntilLoaded } from './demo/follow-run.ts'
import { type GraphqlClient, graphqlClient } from './demo/graphql-client.ts'
import { type DemoOptions, HELP, parseOptions } from './demo/options.ts'
import { startRegionsServer } from './demo/regions-server.ts'
import { getResult, launchReport } from './demo/report-run.ts'
import { startDemoDaemon } from './demo/start-daemon.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2
/** 128 + SIGINT, as shells have it. */
const EXIT_INTERRUPTED = 130

const paint = paintFor(process.stdout)

async function printResult(client: GraphqlClient, runId: string, progress: Progress, screen: Screen): Promise<void> {
  const { outputs, failure } = await getResult(client, runId)
  const took = durationText((progress.endedAt ?? 0) - (progress.startedAt ?? 0))
  screen.print('', `The run ended in ${paint(progress.end === 'SUCCESS' ? 'green' : 'red', progress.end ?? '')} after ${took}.`)
  if (failure !== null) screen.print(failure.message)
  const width = Math.max(0, ...outputs.results.map(({ output }) => output.length))
  for (const { output, location, sizeBytes } of outputs.results) {
    screen.print(`  ${output.padEnd(width)}  ${location}${sizeBytes === null ? '' : ` (${sizeText(sizeBytes)})`}`)
  }
}

/** Runs the report to its end and returns the exit code. */
async function runDemo({ exit, port, limit }: DemoOptions, interrupted: AbortController): Promise<number> {
  const screen = screenOn(process.stdout)
  await using regions = await startRegionsServer({ failures: 2 })
  await using daemon = await startDemoDaemon(port ?? 0)
  const client = graphqlClient(`${daemon.url}/graphql`)
  screen.print(`Launchpad  ${paint('cyan', daemon.url)}`, `Regions    ${regions.url} (answers 503 twice, then the regions)`)
  const { signal } = interrupted
  await waitUntilLoaded(client, signal)
  const runId = await launchReport(client, { regionsUrl: regions.url, limit })
  screen.print(`Run        ${paint('cyan', `${daemon.url}/runs/${runId}`)}`, '')
  const progress = await followRun({ client, runId, screen, paint, signal })
  await printResult(client, runId, progress, screen)
  if (!exit) {
    screen.print('', `The launchpad is at ${paint('cyan', daemon.url)} until Ctrl-C.`)
    if (!signal.aborted) await once(signal, 'abort')
  }
  return progress.end === 'SUCCESS' ? 0 : EXIT_FAILED
}

async function main(): Promise<number> {
  const parsed = parseOptions(process.argv.slice(2))
  if (parsed.kind === 'help') {
    process.stdout.write(HELP)
    return 0
  }
  if (parsed.kind === 'error') {
    process.stderr.write(`${parsed.message}\n\n${HELP}`)
    return EXIT_USAGE
  }
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort())
  process.once('SIGTERM', () => interrupted.abort())
  return runDemo(parsed.options, interrupted).catch((error: unknown) => {
    if (interrupted.signal.aborted) {
      process.stderr.write('Interrupted before the run had ended.\n')
      return EXIT_INTERRUPTED
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return EXIT_FAILED
  })
}

process.exitCode = await main()
