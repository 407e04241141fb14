import type { EventLog, RunStorage } from '@pawl/core/plugin'
import type { Db } from './db.ts'
import { countEvents, listEvents } from './events.ts'
import { listOutputs } from './outputs.ts'
import { getPlan } from './plans.ts'
import { countRuns, listOwnedRuns, listRuns } from './runs.ts'
import { countSteps, listEarlierAttempts, listSteps } from './steps.ts'
import { listTagSuggestions } from './tag-suggestions.ts'

/** Runs short queries, each a transaction of its own: none keeps the database's log from being moved. */
export type Read = <Result>(query: (db: Db) => Promise<Result>) => Promise<Result>

type RunReads = Omit<RunStorage, 'launchRuns' | 'write' | 'getRun' | 'close'>

export function readRuns(read: Read): RunReads {
  return {
    listRuns: (page) => read((db) => listRuns(db, page)),
    countRuns: (filter) => read((db) => countRuns(db, filter)),
    listOwnedRuns: (options) => read((db) => listOwnedRuns(db, options)),
    getPlan: (hash) => read((db) => getPlan(db, hash)),
    listSteps: (runId, page) => read((db) => listSteps(db, runId, page)),
    countSteps: (runId) => read((db) => countSteps(db, runId)),
    listEarlierAttempts: (runId) => read((db) => listEarlierAttempts(db, runId)),
    listOutputs: (runId, page) => read((db) => listOutputs(db, runId, page)),
    listTagSuggestions: (options) => read((db) => listTagSuggestions(db, options)),
  }
}

export const readEventLog = (read: Read): EventLog => ({
  listEvents: (runId, page) => read((db) => listEvents(db, runId, page)),
  countEvents: (runId, filter) => read((db) => countEvents(db, runId, filter)),
})
