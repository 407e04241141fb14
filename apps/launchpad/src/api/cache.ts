import { type CacheExchangeOpts, cacheExchange } from '@urql/exchange-graphcache'
import { POSSIBLE_TYPES, TYPES_WITHOUT_ID } from '../generated/schema-types.ts'

const OPTIONS: CacheExchangeOpts = {
  // In development, every answer of a union would complain of the fields that its other members have.
  logger: (severity, message) => {
    if (severity !== 'debug' && !message.startsWith('Invalid undefined')) console[severity](message)
  },
  possibleTypes: POSSIBLE_TYPES,
  keys: {
    // Parts of what holds them, with no identity of their own.
    ...Object.fromEntries(TYPES_WITHOUT_ID.map((name) => [name, () => null])),
    Location: (location) => String(location['name']),
  },
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
