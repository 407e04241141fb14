import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** End when the run ends, instead of staying until Ctrl-C. */
  readonly exit: boolean
  readonly port: number | undefined
  /** How many flights to read; the job's default where it is undefined. */
  readonly limit: number | undefined
}

export type ParsedOptions =
  | { readonly kind: 'options'; readonly options: DemoOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'error'; readonly message: string }

export const HELP = `Runs the flight report: a job on real data. One step fails twice and is tried again; another kills its worker, and the run is
retried from failure.

Usage: demo [options]

Options:
  --exit          end when the last run ends; the exit code is 0 only if it succeeded
  --port <port>   port of the launchpad and of GraphQL (default: any free one)
  --limit <n>     how many flights to read, at most 3000000 (default: 300000)
  --help          show this help
`

const HIGHEST_PORT = 65_535
const ALL_FLIGHTS = 3_000_000

/** Undefined for an absent option; throws for anything but a whole number from `low` to `high`. */
function wholeNumber(option: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= low && value <= high)) throw new Error(`--${option} is "${text}". Give a whole number from ${low} to ${high}.`)
  return value
}

function parse(args: readonly string[]): ParsedOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      exit: { type: 'boolean', default: false },
      port: { type: 'string' },
      limit: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return { kind: 'help' }
  const port = wholeNumber('port', values.port, 0, HIGHEST_PORT)
  const limit = wholeNumber('limit', values.limit, 1, ALL_FLIGHTS)
  return { kind: 'options', options: { exit: values.exit, port, limit } }
}

/** Reads the arguments after the program's name. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  try {
    return parse(args)
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) }
  }
}
