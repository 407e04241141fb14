import { open, readFile, stat } from 'node:fs/promises'
import type { CapturedLogKey, CapturedLogSlice, CapturedLogs } from '@pawl/core/plugin'
import { readAttachment } from './attachment-files.ts'
import { capturedLogIndexPath, capturedLogPath } from './captured-log-files.ts'
import { deleteAttachments, deleteCapturedLogs } from './delete-run-files.ts'

const CONTINUATION = 0b10
const isContinuation = (byte: number | undefined): boolean => byte !== undefined && byte >> 6 === CONTINUATION

/** Bytes at the end that begin a character whose rest is not there. */
function tornTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (isContinuation(byte)) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}

async function readSlice(path: string, from: number, limitBytes: number): Promise<CapturedLogSlice> {
  const sizeBytes = await sizeOf(path)
  const start = Math.min(from < 0 ? Math.max(0, sizeBytes + from) : from, sizeBytes)
  const length = Math.min(limitBytes, sizeBytes - start)
  if (length <= 0) return { text: '', offset: start, nextOffset: start, sizeBytes }
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
    const bytes = buffer.subarray(0, bytesRead)
    let skip = 0
    while (start > 0 && skip < 3 && isContinuation(bytes[skip])) skip++
    // A character that is cut by the limit comes whole with the next slice; one that the writer has torn is shown as it is.
    const torn = start + bytesRead < sizeBytes ? tornTail(bytes) : 0
    const end = Math.max(skip, bytesRead - torn)
    return { text: bytes.subarray(skip, end).toString('utf8'), offset: start + skip, nextOffset: start + end, sizeBytes }
  } finally {
    await file.close()
  }
}

async function listKeys(directory: string, runId: string): Promise<readonly CapturedLogKey[]> {
  const index = await readFile(capturedLogIndexPath(directory, runId), 'utf8').catch(() => '')
  const lines = new Set(index.split('\n').filter((line) => line.endsWith('}')))
  return [...lines].map((line) => JSON.parse(line) as CapturedLogKey)
}

/** Reads what workers have captured. The paths come from names that no reader can lead astray. */
export function capturedLogReader({ logs, attachments }: { readonly logs: string; readonly attachments: string }): CapturedLogs {
  return {
    readLog: (key, { offset, limitBytes }) => readSlice(capturedLogPath(logs, key), offset, limitBytes),
    async listLogs(runId) {
      const keys = await listKeys(logs, runId)
      return Promise.all(keys.map(async (key) => ({ ...key, sizeBytes: await sizeOf(capturedLogPath(logs, key)) })))
    },
    readAttachment: (runId, attachmentId) => readAttachment(attachments, runId, attachmentId),
    deleteLogs: (runId) => deleteCapturedLogs(logs, runId),
    deleteAttachments: (runId) => deleteAttachments(attachments, runId),
  }
}
