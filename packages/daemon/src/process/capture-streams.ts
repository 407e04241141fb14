import type { LogStream } from '../home/captured-log-files.ts'
import type { CapturedOutput } from '../home/captured-output.ts'
import { attemptScope } from './attempt-scope.ts'

type Write = typeof process.stdout.write

/**
 * Sends what attempts write to stdout and stderr, `console` included, to their own captured logs. Output of no attempt goes on to the
 * process's own streams. Child processes write to those directly: see `unattributed-output.ts`.
 */
export function captureStreams(captured: CapturedOutput): void {
  for (const name of ['stdout', 'stderr'] as const satisfies readonly LogStream[]) {
    const stream = process[name]
    const original: Write = stream.write.bind(stream)
    const write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
      const scope = attemptScope.getStore()
      if (scope === undefined) return (original as (...all: unknown[]) => boolean)(chunk, ...rest)
      const encoding = typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : undefined
      const { runId, stepKey, attempt } = scope
      captured.write({ runId, stepKey, attempt, stream: name }, typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)
      const callback = rest.find((one) => typeof one === 'function') as (() => void) | undefined
      if (callback !== undefined) process.nextTick(callback)
      return true
    }
    stream.write = write as Write
  }
}
