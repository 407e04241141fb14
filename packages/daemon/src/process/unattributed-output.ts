import { fstatSync, readSync } from 'node:fs'
import type { LogStream } from '../home/captured-log-files.ts'
import type { CapturedOutput } from './captured-output.ts'

const COPY_MS = 250
const COPY_BYTES = 1024 * 1024
const STREAMS: readonly { readonly stream: LogStream; readonly descriptor: number }[] = [
  { stream: 'stdout', descriptor: 1 },
  { stream: 'stderr', descriptor: 2 },
]

/**
 * What reaches this process's own stdout and stderr files past the attempts (child processes, native code) belongs to no step that could
 * be told. While a run is on, it is copied to the run's log, and to each of them when there are several.
 */
export class UnattributedOutput {
  readonly #captured: CapturedOutput
  readonly #runs: Set<string> = new Set()
  readonly #offsets: Map<LogStream, number> = new Map()
  #timer: NodeJS.Timeout | undefined

  constructor(captured: CapturedOutput) {
    this.#captured = captured
  }

  begin(runId: string): void {
    this.#copy()
    this.#runs.add(runId)
    this.#timer ??= setInterval(() => this.#copy(), COPY_MS).unref()
  }

  end(runId: string): void {
    this.#copy()
    this.#runs.delete(runId)
    if (this.#runs.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #copy(): void {
    for (const { stream, descriptor } of STREAMS) {
      const size = sizeOf(descriptor)
      let offset = this.#offsets.get(stream) ?? 0
      while (offset < size) {
        const chunk = Buffer.allocUnsafe(Math.min(COPY_BYTES, size - offset))
        const count = readSync(descriptor, chunk, 0, chunk.length, offset)
        if (count === 0) break
        offset += count
        for (const runId of this.#runs)
          this.#captured.write({ runId, stepKey: null, attempt: null, stream }, chunk.subarray(0, count))
      }
      this.#offsets.set(stream, offset)
    }
  }
}

/** Zero where the stream is no file: a worker started by hand. */
function sizeOf(descriptor: number): number {
  try {
    const stat = fstatSync(descriptor)
    return stat.isFile() ? stat.size : 0
  } catch {
    return 0
  }
}
