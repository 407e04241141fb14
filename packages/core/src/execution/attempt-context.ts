import type { Logger, LogLevel, OpContext } from '../definition/context.ts'
import type { MetadataInput } from '../definition/metadata.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { listed } from '../foundation/text.ts'
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

function unknownOutput(unit: Unit, output: string): FrameworkError {
  return new FrameworkError('UNKNOWN_OUTPUT', {
    message: `Step "${unit.key}" adds metadata to its output "${output}", but has only ${listed(Object.keys(unit.step.outs))}. Name one of them as { output }.`,
  })
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
  const added = new Map<string, MetadataInput>()
  return {
    metadataOf: (output, mappingKey) => added.get(targetKey(output, mappingKey)),
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
      addOutputMetadata(metadata, target) {
        const output = target?.output ?? 'result'
        if (!Object.hasOwn(unit.step.outs, output)) throw unknownOutput(unit, output)
        const key = targetKey(output, target?.mappingKey)
        added.set(key, { ...added.get(key), ...metadata })
      },
      logEvent({ message, metadata, asset }) {
        if (asset === undefined) journal.logWithMetadata(message, metadata ?? {})
        else journal.materialize(asset, { message, ...(metadata === undefined ? {} : { metadata }) })
      },
    },
  }
}
