import type { RunEvent, RunEventOf, RunEventType, UnknownEvent } from './run-event.ts'
import type { SerializedError } from './serialized-error.ts'

/** `850 ms`, `12.5 s`, `3 min 20 s`, `2 h 5 min`. */
export function describeDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms))
  if (whole < 1000) return `${whole} ms`
  if (whole < 59_950) return `${Math.round(whole / 100) / 10} s`
  const seconds = Math.round(whole / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

const describeError = (error: SerializedError): string => `${error.name}: ${error.message}`

const withError = (text: string, error: SerializedError | undefined): string =>
  error === undefined || text.includes(error.message) ? text : `${text} (${describeError(error)})`

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

const step = (event: { readonly stepKey?: string }): string =>
  event.stepKey === undefined ? 'A step' : `Step "${event.stepKey}"`

const attempt = (event: { readonly attempt?: number }): string =>
  event.attempt === undefined || event.attempt === 1 ? '' : ` in attempt ${event.attempt}`

const output = (named: { readonly output: string; readonly mappingKey?: string }): string =>
  named.mappingKey === undefined ? `output "${named.output}"` : `output "${named.output}" [${named.mappingKey}]`

const after = (event: { readonly at: number; readonly payload: { readonly startedAt: number } }): string =>
  describeDuration(event.at - event.payload.startedAt)

function describeSuccess(event: RunEventOf<'STEP_SUCCESS'>): string {
  const { leftOut = [], items = {} } = event.payload
  const counts = Object.entries(items).map(([name, count]) => `${plural(count, 'item')} of "${name}"`)
  const notes = [...counts, ...leftOut.map((name) => `"${name}" left out`)]
  return `${step(event)} succeeded${attempt(event)} after ${after(event)}${notes.length === 0 ? '' : `: ${notes.join(', ')}`}.`
}

function describeHandled(event: RunEventOf<'HANDLED_OUTPUT'>): string {
  const { stored } = event.payload
  const size = stored.sizeBytes === undefined ? '' : ` (${plural(stored.sizeBytes, 'byte')})`
  return `${step(event)} stored ${output(event.payload)} with "${stored.ioManager}" at ${stored.location}${size}.`
}

const describeSource = (payload: RunEventOf<'LOADED_INPUT'>['payload']): string => {
  const { upstreamStepKey, upstreamOutput, upstreamMappingKey } = payload
  return `${output({ output: upstreamOutput, ...(upstreamMappingKey === undefined ? {} : { mappingKey: upstreamMappingKey }) })} of step "${upstreamStepKey}"`
}

const CANCEL_CAUSES = { user: 'a user asked for it', max_runtime: 'it ran too long', shutdown: 'its worker shuts down' } as const

const DESCRIBE: { readonly [Type in RunEventType]: (event: RunEventOf<Type>) => string } = {
  RUN_ENQUEUED: () => 'The run was queued.',
  RUN_DEQUEUED: () => 'The run left the queue.',
  RUN_STARTING: ({ payload }) => `Supervisor "${payload.supervisorId}" took the run and is starting it.`,
  RUN_START: ({ payload }) => `The run started with ${plural(payload.stepCount, 'step')} in worker process ${payload.workerPid}.`,
  RUN_SUCCESS: () => 'The run succeeded.',
  RUN_FAILURE: ({ payload }) => withError(`The run failed (${payload.reason}): ${payload.message}`, payload.error),
  RUN_CANCELING: ({ payload }) => `The run is being canceled, because ${CANCEL_CAUSES[payload.cause] ?? payload.cause}.`,
  RUN_CANCELED: ({ payload }) => `The run was canceled: ${payload.message}`,
  STEP_START: (event) => `${step(event)} started.`,
  STEP_RESTARTED: (event) => `${step(event)} started again${event.attempt === undefined ? '' : `, attempt ${event.attempt}`}.`,
  LOADED_INPUT: (event) =>
    `${step(event)} loaded input "${event.payload.input}" from ${describeSource(event.payload)} with "${event.payload.ioManager}".`,
  STEP_INPUT: (event) =>
    `${step(event)} got input "${event.payload.input}"${event.payload.count === undefined ? '' : ` of ${plural(event.payload.count, 'value')}`}; it passed its check.`,
  STEP_OUTPUT: (event) => `${step(event)} gave ${output(event.payload)}; it passed its check.`,
  HANDLED_OUTPUT: describeHandled,
  STEP_SUCCESS: describeSuccess,
  STEP_FAILURE: (event) =>
    `${step(event)} failed${attempt(event)} after ${after(event)}: ${describeError(event.payload.error)} (${event.payload.reason})`,
  STEP_UP_FOR_RETRY: (event) =>
    `${step(event)} failed${attempt(event)} and will be tried again in ${describeDuration(event.payload.delaySeconds * 1000)}: ${describeError(event.payload.error)} (${event.payload.reason})`,
  STEP_SKIPPED: (event) => `${step(event)} was skipped: ${event.payload.reason}`,
  STEP_REUSED: (event) =>
    `${step(event)} was reused from run ${event.payload.originRunId} with ${plural(event.payload.outputs.length, 'output')}: ${event.payload.reason}`,
  STEP_MARKED_DONE: (event) => `${step(event)} was marked as done with ${plural(event.payload.outputs.length, 'output')}.`,
  OUTPUT_LOST: ({ payload }) =>
    `The ${output(payload)} of step "${payload.upstreamStepKey}" from run ${payload.originRunId} is lost at ${payload.location}: ${payload.message}`,
  ASSET_MATERIALIZATION: ({ payload }) =>
    `Asset "${payload.assetKey}"${payload.partitionKey === undefined ? '' : ` (partition "${payload.partitionKey}")`} was materialized${payload.message === undefined ? '.' : `: ${payload.message}`}`,
  LOGS_CAPTURED: (event) =>
    `${event.stepKey === undefined ? 'The run' : step(event)} wrote to ${event.payload.streams.join(' and ')}.`,
  LOG: ({ payload }) => payload.message,
  ENGINE_EVENT: ({ payload }) => withError(payload.message, payload.error),
}

/** One sentence a person can read, for any event; the same in the launchpad, the CLI and over GraphQL. */
export function describeEvent(event: RunEvent | UnknownEvent): string {
  if ('unknown' in event) {
    const message = event.payload['message']
    const text = typeof message === 'string' ? `: ${message}` : ', written by a newer version of Pawl.'
    return `${event.type} (version ${event.v})${text}`
  }
  // The table's entry for a type takes exactly the events of that type; the compiler cannot follow the pairing.
  const describe = DESCRIBE[event.type] as (event: RunEvent) => string
  return describe(event)
}

function causesOf(error: SerializedError | undefined): string {
  return error === undefined ? '' : ` ${describeError(error)} ${error.code ?? ''}${causesOf(error.cause)}`
}

/** What a text search looks at: the sentence, the step key, the type and the error with its causes; in lower case. */
export function searchableText(event: RunEvent | UnknownEvent): string {
  const error = 'unknown' in event || !('error' in event.payload) ? undefined : event.payload.error
  return `${event.type} ${event.stepKey ?? ''} ${describeEvent(event)}${causesOf(error)}`.toLowerCase()
}
