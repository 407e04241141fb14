export type LogStream = 'stdout' | 'stderr'

/** `stepKey` null: what could not be charged to a step (child processes, output after the end). */
export interface CapturedLogKey {
  readonly runId: string
  readonly stepKey: string | null
  readonly attempt: number | null
  readonly stream: LogStream
}

/** A slice of a captured log by bytes; `text` never breaks a character. */
export interface CapturedLogSlice {
  readonly text: string
  /** Bytes from the beginning; ask on from `nextOffset`. */
  readonly offset: number
  readonly nextOffset: number
  readonly sizeBytes: number
}

export interface CapturedLogs {
  /** `offset` negative counts from the end. A log that does not exist is empty. */
  readLog(key: CapturedLogKey, range: { readonly offset: number; readonly limitBytes: number }): Promise<CapturedLogSlice>
  listLogs(runId: string): Promise<readonly (CapturedLogKey & { readonly sizeBytes: number })[]>
  /** Content of metadata too large for an event; undefined when there is none of that id. */
  readAttachment(
    runId: string,
    attachmentId: string,
  ): Promise<{ readonly mediaType: string; readonly content: Uint8Array<ArrayBuffer> } | undefined>
  /** Everything that a run has printed. */
  deleteLogs(runId: string): Promise<void>
  /** All metadata of a run that was too large for an event. */
  deleteAttachments(runId: string): Promise<void>
}
