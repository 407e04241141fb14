import { byteChunks } from './byte-chunks.ts'
import { isByteStream } from './byte-stream.ts'
import type { InputContext, IOManager, OutputContext } from './io-manager.ts'
import { outputAlreadyStored } from './output-already-stored.ts'
import { outputLost } from './output-lost.ts'
import { findUnserialisable, outputNotSerialisable } from './serialisable.ts'

type Content = { readonly value: unknown } | { readonly chunks: readonly Uint8Array[] }

async function contentOf(context: OutputContext, value: unknown): Promise<Content> {
  if (isByteStream(value)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of byteChunks(context, value)) chunks.push(chunk.slice())
    return { chunks }
  }
  const found = findUnserialisable(value)
  if (found !== undefined) throw outputNotSerialisable(context, found)
  return { value: structuredClone(value) }
}

const streamOf = (chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk.slice())
      controller.close()
    },
  })

/**
 * Keeps outputs in this process, for tests and for runs whose outputs may be forgotten; the reference of the contract.
 * It stores copies, gives out copies and refuses what no file could hold, so a run with it sees the values any other would.
 */
export function memoryIOManager(): IOManager {
  const contents = new Map<string, Content>()
  const locationOf = ({ runId, stepKey, attempt, output, mappingKey }: OutputContext): string =>
    `memory:${JSON.stringify([runId, stepKey, attempt, output, ...(mappingKey === undefined ? [] : [mappingKey])])}`
  const isPresent = ({ upstream }: InputContext): boolean => contents.has(upstream.stored.location)

  return {
    scope: 'process',
    async handleOutput(context, value) {
      context.signal.throwIfAborted()
      const location = locationOf(context)
      const content = await contentOf(context, value)
      context.signal.throwIfAborted()
      if (contents.has(location)) throw outputAlreadyStored(context, location)
      contents.set(location, content)
      return { location }
    },
    async loadInput({ upstream, signal }) {
      signal.throwIfAborted()
      const content = contents.get(upstream.stored.location)
      if (content === undefined) throw outputLost(upstream, 'missing')
      return 'chunks' in content ? streamOf(content.chunks) : structuredClone(content.value)
    },
    hasOutputs: async (contexts) => contexts.map((context) => (isPresent(context) ? 'present' : 'missing')),
    async deleteOutput({ upstream }) {
      contents.delete(upstream.stored.location)
    },
  }
}
