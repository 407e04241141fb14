import type { Logger, LogLevel, OpContext } from '../definition/context.ts'
import type { MetadataInput } from '../definition/metadata.ts'
import type { AttemptJournal } from './attempt-journal.ts'
import type { AttemptServices } from './attempt-services.ts'
import type { Unit } from './step-state.ts'

export interface AttemptContext {
  readonly context: OpContext<unknown, Readonly<Record<string, unknown>>>
  readonly metadataOf: (output: string, mappingKey: string | undefined) => MetadataInput | undefined
}

const targetKey = (output: string, mappingKey: string | undefined): string => `${output}[${mappingKey ?? ''}]`

function loggerOf(journal: AttemptJournal): Logger {
  const at =
    (level: LogLevel): Logger[LogLevel] =>
    (message, fields) =>
      journal.log(level, message, fields)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** What `run` gets as its first argument, and the metadata it will have added. */
export function attemptContext(options: {
  readonly unit: Unit
  readonly config: unknown
  readonly resources: Readonly<Record<string, unknown>>
  readonly journal: AttemptJournal
  readonly services: AttemptServices
  readonly signal: AbortSignal
}): AttemptContext {
  const { unit, journal, services } = options
  const metadata = new Map<string, MetadataInput>()
  return {
    metadataOf: (output, mappingKey) => metadata.get(targetKey(output, mappingKey)),
    context: {
      config: options.config,
      resources: options.resources,
      log: loggerOf(journal),
      run: services.run,
      step: {
        key: unit.key,
        opName: unit.step.opName,
        mappingKey: unit.mappingKey,
        attempt: unit.attempts,
        retryNumber: unit.attempts - 1,
      },
      signal: options.signal,
      addOutputMetadata(added, target) {
        const key = targetKey(target?.output ?? 'result', target?.mappingKey)
        metadata.set(key, { ...metadata.get(key), ...added })
      },
      logEvent({ message, metadata: added, asset }) {
        if (asset !== undefined) journal.writeWithMetadata('ASSET_MATERIALIZATION', { assetKey: asset, message }, added ?? {})
        else journal.writeWithMetadata('LOG', { level: 'info', message }, added ?? {})
      },
    },
  }
}
