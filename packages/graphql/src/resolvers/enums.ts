import type {
  EdgeKindResolvers,
  LocationStatusResolvers,
  LogLevelResolvers,
  LogStreamResolvers,
  MetadataKindResolvers,
} from '../generated/schema-types.ts'

/** How values are spelled inside. */
export const EdgeKind: Required<EdgeKindResolvers> = { VALUE: 'value', ITEM: 'item', COLLECT: 'collect', AFTER: 'after' }

export const LocationStatus: Required<LocationStatusResolvers> = { LOADING: 'loading', LOADED: 'loaded', FAILED: 'failed' }

export const LogLevel: Required<LogLevelResolvers> = { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' }

export const LogStream: Required<LogStreamResolvers> = { STDOUT: 'stdout', STDERR: 'stderr' }

export const MetadataKind: Required<MetadataKindResolvers> = {
  TEXT: 'text',
  URL: 'url',
  PATH: 'path',
  MARKDOWN: 'markdown',
  NUMBER: 'number',
  TIMESTAMP: 'timestamp',
  BOOLEAN: 'boolean',
  JSON: 'json',
  TABLE: 'table',
  IMAGE: 'image',
  PLOT: 'plot',
}
