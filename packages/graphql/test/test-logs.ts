import type { CapturedLogKey, CapturedLogs } from '@pawl/core/plugin'

export interface TestLogs extends CapturedLogs {
  append(key: CapturedLogKey, text: string): void
  attach(runId: string, attachmentId: string, mediaType: string, content: string): void
}

const name = ({ runId, stepKey, attempt, stream }: CapturedLogKey): string => [runId, stepKey, attempt, stream].join(' ')

/** Captured logs of ASCII text, held in memory. */
export function testLogs(): TestLogs {
  const logs = new Map<string, { readonly key: CapturedLogKey; text: string }>()
  const attachments = new Map<string, { mediaType: string; content: Uint8Array<ArrayBuffer> }>()
  return {
    append(key, text) {
      const log = logs.get(name(key))
      if (log === undefined) logs.set(name(key), { key, text })
      else log.text += text
    },
    attach(runId, attachmentId, mediaType, content) {
      attachments.set(`${runId}/${attachmentId}`, { mediaType, content: new TextEncoder().encode(content) })
    },
    async readLog(key, { offset, limitBytes }) {
      const text = logs.get(name(key))?.text ?? ''
      const from = offset < 0 ? Math.max(0, text.length + offset) : Math.min(offset, text.length)
      const slice = text.slice(from, from + limitBytes)
      return { text: slice, offset: from, nextOffset: from + slice.length, sizeBytes: text.length }
    },
    listLogs: async (runId) =>
      [...logs.values()].filter(({ key }) => key.runId === runId).map(({ key, text }) => ({ ...key, sizeBytes: text.length })),
    async deleteLogs(runId) {
      for (const [id, { key }] of logs) if (key.runId === runId) logs.delete(id)
    },
    async deleteAttachments(runId) {
      for (const id of attachments.keys()) if (id.startsWith(`${runId}/`)) attachments.delete(id)
    },
    readAttachment: async (runId, attachmentId) => attachments.get(`${runId}/${attachmentId}`),
  }
}
