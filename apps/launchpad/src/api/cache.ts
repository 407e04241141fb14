import { type CacheExchangeOpts, cacheExchange } from '@urql/exchange-graphcache'

const EMBEDDED: readonly string[] = [
  'Attempt',
  'CapturedLogInfo',
  'CapturedLogSlice',
  'Edge',
  'EventConnection',
  'EventCounts',
  'Graph',
  'IdempotencyConflictError',
  'InvalidFilterError',
  'InvalidOpSelectionError',
  'InvalidRunIdError',
  'InvalidTagsError',
  'JobConnection',
  'JobNotFoundError',
  'LaunchRunSuccess',
  'LevelCount',
  'LocationNotFoundError',
  'LocationNotLoadedError',
  'MapOver',
  'MetadataEntry',
  'Op',
  'OpError',
  'OpInput',
  'OpOutput',
  'Output',
  'OutputConnection',
  'Resource',
  'RunConfigError',
  'RunConfigInvalid',
  'RunConfigSchema',
  'RunConfigValid',
  'RunEvent',
  'RunFailure',
  'RunLogsMessage',
  'RunNotFoundError',
  'Runs',
  'RunsChanged',
  'Step',
  'StepConnection',
  'StepCounts',
  'Tag',
  'TagProblem',
  'TerminateRunFailure',
  'TerminateRunSuccess',
  'TypeCount',
]

const OPTIONS: CacheExchangeOpts = {
  keys: Object.fromEntries([
    ['Location', (location: { readonly [field: string]: unknown }) => String(location['name'])],
    // Parts of what holds them, with no identity of their own.
    ...EMBEDDED.map((name) => [name, () => null] as const),
  ]),
  resolvers: {
    Query: {
      // A run opened from a list shows at once what the list knew of it. One that is not known may be one that is not there.
      runOrError: (_, args, cache) => {
        const run = { __typename: 'Run', id: String(args['runId']) }
        return cache.resolve(run, 'id') ? run : cache.resolve('Query', 'runOrError', args)
      },
    },
  },
}

/**
 * The normalised cache: a run is one entity wherever it is shown, so a list and a page cannot disagree about it. Steps,
 * outputs and events never enter it; they come by the thousand and have their own stores.
 */
export const launchpadCache = () => cacheExchange(OPTIONS)
