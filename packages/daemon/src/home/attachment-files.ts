import { hash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Attachment, isRunId } from '@pawl/core/plugin'

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/svg+xml': 'svg',
  'image/png': 'png',
  'application/json': 'json',
  'text/plain': 'txt',
}
const ATTACHMENT_ID = /^[0-9a-f]{64}\.(svg|png|json|txt)$/

const attachmentPath = (directory: string, runId: string, attachmentId: string): string => join(directory, runId, attachmentId)

/** Keeps metadata that is too large for an event, under the hash of its content, so that writing it twice is writing it once. */
export async function writeAttachment(
  directory: string,
  runId: string,
  { mediaType, content }: Attachment,
): Promise<{ readonly attachmentId: string; readonly sizeBytes: number }> {
  const bytes = mediaType === 'image/png' ? Buffer.from(content, 'base64') : Buffer.from(content)
  const attachmentId = `${hash('sha256', bytes)}.${EXTENSIONS[mediaType] ?? 'txt'}`
  const path = attachmentPath(directory, runId, attachmentId)
  await mkdir(dirname(path), { recursive: true })
  // Two steps may write the same at the same time.
  const temporary = `${path}.${randomUUID()}.tmp`
  await writeFile(temporary, bytes)
  await rename(temporary, path)
  return { attachmentId, sizeBytes: bytes.length }
}

/** Undefined for an id that is none, or of nothing. */
export async function readAttachment(
  directory: string,
  runId: string,
  attachmentId: string,
): Promise<{ readonly mediaType: string; readonly content: Uint8Array<ArrayBuffer> } | undefined> {
  const extension = ATTACHMENT_ID.exec(attachmentId)?.[1]
  if (extension === undefined || !isRunId(runId)) return undefined
  const mediaType = Object.entries(EXTENSIONS).find(([, known]) => known === extension)?.[0] ?? 'text/plain'
  try {
    const content = await readFile(attachmentPath(directory, runId, attachmentId))
    return { mediaType, content: new Uint8Array(content) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
