import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { capturedLogIndexPath } from './captured-log-files.ts'

const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 2 })

/** Removes everything that a run has printed. */
export const deleteCapturedLogs = (logs: string, runId: string): Promise<void> =>
  removeFolder(dirname(capturedLogIndexPath(logs, runId)))

/** Removes the metadata of a run that was too large for its events. The id must be one. */
export const deleteAttachments = (attachments: string, runId: string): Promise<void> => removeFolder(join(attachments, runId))
