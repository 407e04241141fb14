import { hash } from 'node:crypto'
import { join } from 'node:path'
import { type CapturedLogKey, type LogStream, outputPath } from '@pawl/core/plugin'

export type { CapturedLogKey, LogStream }

const digest = (text: string): string => hash('sha256', text)

/** No step key can give this folder: theirs never begin with a dash. */
const RUN_FOLDER = '-run'

/** Where a captured log lies: beside those of the same step, at a path that no name can lead astray. */
export function capturedLogPath(directory: string, { runId, stepKey, attempt, stream }: CapturedLogKey): string {
  const path = outputPath(
    { runId, stepKey: stepKey ?? 'run', output: stream, attempt: attempt ?? 1 },
    { extension: 'log', digest },
  )
  const [run = '', step = '', ...rest] = path
  return join(directory, run, stepKey === null ? RUN_FOLDER : step, ...rest)
}

/** Names every captured log of a run: folder names cannot always be turned back into step keys. */
export function capturedLogIndexPath(directory: string, runId: string): string {
  const [run = ''] = outputPath({ runId, stepKey: 'run', output: 'log', attempt: 1 }, { extension: 'log', digest })
  return join(directory, run, 'index.jsonl')
}
