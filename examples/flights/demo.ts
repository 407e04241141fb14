import { once } from 'node:events'
import { paintFor, screenOn } from '@pawl/cli'
import { endLines, retryLines } from './demo/end-text.ts'
import { type EndedRun, followGroup } from './demo/follow-group.ts'
import { waitUntilLoaded } from './demo/follow-run.ts'
import { graphqlClient } from './demo/graphql-client.ts'
import { type DemoOptions, HELP, parseOptions } from './demo/options.ts'
import { startRegionsServer } from './demo/regions-server.ts'
import { launchReport } from './demo/report-run.ts'
import { startDemoDaemon } from './demo/start-daemon.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2
/** 128 + SIGINT, as shells have it. */
const EXIT_INTERRUPTED = 130

const paint = paintFor(process.stdout)

/** Runs the report, and its retries, to their end and returns the exit code. */
async function runDemo({ exit, port, limit }: DemoOptions, interrupted: AbortController): Promise<number> {
  const screen = screenOn(process.stdout)
  await using regions = await startRegionsServer({ failures: 2 })
  await using daemon = await startDemoDaemon(port ?? 0)
  const client = graphqlClient(`${daemon.url}/graphql`)
  screen.print(`Launchpad  ${paint('cyan', daemon.url)}`, `Regions    ${regions.url} (answers 503 twice, then the regions)`)
  const { signal } = interrupted
  await waitUntilLoaded(client, signal)
  const runId = await launchReport(client, { regionsUrl: regions.url, limit, crashOnce: true })
  const runUrl = (id: string): string => `${daemon.url}/runs/${id}`
  screen.print(`Run        ${paint('cyan', runUrl(runId))}`, '')
  const onEnd = (ended: EndedRun): void => {
    const { retryRunId } = ended.result
    screen.print(...endLines(ended, paint), ...(retryRunId === undefined ? [] : retryLines(runUrl(retryRunId), paint)))
  }
  const last = await followGroup({ client, runId, screen, paint, signal, onEnd })
  if (!exit) {
    screen.print('', `The launchpad is at ${paint('cyan', daemon.url)} until Ctrl-C.`)
    if (!signal.aborted) await once(signal, 'abort')
  }
  return last.progress.end === 'SUCCESS' ? 0 : EXIT_FAILED
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
