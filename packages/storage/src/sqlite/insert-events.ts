import { eventLevel, type RunEvent } from '@pawl/core/plugin'
import type { Statements } from './statements.ts'

export function insertEvents(statements: Statements, runId: string, firstSeq: number, events: readonly RunEvent[]): void {
  let seq = firstSeq
  for (const event of events) {
    const { type, v, at, stepKey = null, attempt = null, payload } = event
    statements.insertEvent.run(runId, seq, type, v, at, eventLevel(event), stepKey, attempt, JSON.stringify(payload))
    seq++
  }
}
