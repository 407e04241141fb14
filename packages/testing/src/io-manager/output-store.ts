import {
  type InputContext,
  isFrameworkError,
  type OutputContext,
  type OutputPresence,
  type StoredOutput,
} from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { Damage, IOManagerUnderTest } from './io-manager-case.ts'

export type Identity = Partial<OutputContext>

/** A stored output together with who stored it. */
export interface Kept {
  readonly context: OutputContext
  readonly stored: StoredOutput
}

const contextOf = (identity: Identity): OutputContext => ({
  runId: '0190b7c8-3c6e-7f42-9d1b-5a4e6f708192',
  jobName: 'flight_report',
  stepKey: 'clean',
  output: 'result',
  attempt: 1,
  signal: new AbortController().signal,
  ...identity,
})

export const inputContext = ({ context, stored }: Kept, signal: AbortSignal = context.signal): InputContext => ({
  runId: context.runId,
  stepKey: 'consumer',
  input: 'value',
  upstream: {
    stepKey: context.stepKey,
    output: context.output,
    ...(context.mappingKey === undefined ? {} : { mappingKey: context.mappingKey }),
    stored,
  },
  signal,
})

/** An I/O manager, called as the framework calls it. */
export interface OutputStore {
  readonly underTest: IOManagerUnderTest
  /** The record goes through JSON, as it does in the event log. */
  store(value: unknown, identity?: Identity): Promise<Kept>
  load(kept: Kept, signal?: AbortSignal): Promise<unknown>
  presences(kept: readonly Kept[]): Promise<readonly OutputPresence[]>
  delete(kept: Kept): Promise<void>
  damage(kept: Kept, how: Damage): Promise<void>
  list(): Promise<readonly string[]>
}

function optional<Call>(call: Call | undefined, name: string): Call {
  if (call === undefined) throw new Error(`The manager under test has no ${name}: skip this test and say why.`)
  return call
}

export function outputStore(underTest: IOManagerUnderTest): OutputStore {
  const { manager } = underTest
  return {
    underTest,
    async store(value, identity = {}) {
      const context = contextOf(identity)
      const handled = await manager.handleOutput(context, value)
      const recorded: unknown = JSON.parse(JSON.stringify(handled))
      expect(recorded).toEqual(handled)
      const origin = { ioManager: 'default', hostId: 'host', originRunId: context.runId, originAttempt: context.attempt }
      return { context, stored: { ...(recorded as typeof handled), metadata: {}, ...origin } }
    },
    load: (kept, signal) => manager.loadInput(inputContext(kept, signal)),
    presences: (kept) =>
      optional(manager.hasOutputs, 'hasOutputs').call(
        manager,
        kept.map((one) => inputContext(one)),
      ),
    delete: (kept) => optional(manager.deleteOutput, 'deleteOutput').call(manager, inputContext(kept)),
    damage: (kept, how) => optional(underTest.damage, 'damage').call(underTest, kept.stored, how),
    list: () => optional(underTest.list, 'list').call(underTest),
  }
}

/** Checks that loading says OUTPUT_LOST and names the place; a stream may say so only when it is read. */
export async function expectLost(store: OutputStore, kept: Kept): Promise<void> {
  const error: unknown = await store.load(kept).then(
    (value) =>
      value instanceof ReadableStream
        ? bytesOf(value).then(
            () => 'read',
            (late) => late,
          )
        : 'loaded',
    (early) => early,
  )
  expect(error).toSatisfy((lost) => isFrameworkError(lost, 'OUTPUT_LOST'), 'expected OUTPUT_LOST')
  expect(String(error)).toContain(kept.stored.location)
}

/** Reads a loaded stream to its end. */
export async function bytesOf(loaded: unknown): Promise<Buffer> {
  expect(loaded).toBeInstanceOf(ReadableStream)
  const chunks: Uint8Array[] = []
  for await (const chunk of loaded as ReadableStream<Uint8Array>) {
    expect(chunk).toBeInstanceOf(Uint8Array)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
