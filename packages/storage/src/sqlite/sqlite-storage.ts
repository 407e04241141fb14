import {
  type Clock,
  type PoolSlots,
  type Random,
  type RunQueue,
  type RunStorage,
  type Storage,
  systemClock,
} from '@pawl/core/plugin'
import { Kysely, SqliteDialect } from 'kysely'
import { outboxOf, SQLITE_OUTBOX } from '../queries/outbox.ts'
import { queuedRuns, readQueue } from '../queries/queue.ts'
import { type Read, readEventLog, readRuns } from '../queries/reads.ts'
import { listSlots } from '../queries/slots.ts'
import { supervisorRegistry } from '../queries/supervisors.ts'
import { runOf } from '../rows/run-row.ts'
import type { Migrated } from '../schema/migrations.ts'
import type { Tables } from '../schema/tables.ts'
import type { StoragePlace } from '../storage-place.ts'
import { acquireSlot } from './acquire-slots.ts'
import { claimRuns } from './claim-runs.ts'
import { deleteRun } from './delete-run.ts'
import { launchRun } from './launch-runs.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import { preparedOnce } from './prepared-once.ts'
import { storageClosed } from './sqlite-error.ts'
import { inTurn, type TurnOptions, untilFree } from './turns.ts'
import { writeRun } from './write-runs.ts'

export interface SqliteStorageOptions {
  /** Of the database file, made with its folder when it is missing; `:memory:` for one that ends with the process. */
  readonly path: string
  /** How long one operation may wait for other processes before it fails with STORAGE_BUSY. Default 30,000 ms. */
  readonly busyDeadlineMs?: number
  readonly clock?: Clock
  readonly random?: Random
}

export interface SqliteStorage extends Storage {
  readonly place: StoragePlace
  /** What opening it did to the schema. */
  readonly migrated: Migrated
  /** Lets what is under way end, then closes the file. May be called more than once. */
  close(): Promise<void>
}

/** One transaction; whatever throws inside takes all of it back. */
function transact<Result>({ db, statements }: OpenDatabase, work: () => Result): Result {
  const { begin, commit, rollback } = statements
  begin.run()
  try {
    const result = work()
    commit.run()
    return result
  } catch (error) {
    // A full disk and some other failures have ended the transaction already.
    if (db.inTransaction) rollback.run()
    throw error
  }
}

/** The storage on a database that is open and up to date; closing the one closes the other. */
export function storageOn(database: OpenDatabase, waiting: TurnOptions): SqliteStorage {
  const { db, statements } = database
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: preparedOnce(db) }) })
  const writes = inTurn()
  const reads = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  const write = <Result>(work: () => Result): Promise<Result> =>
    closing === undefined
      ? writes.take(() => untilFree(waiting, () => transact(database, work)))
      : Promise.reject(storageClosed(waiting.path))
  const read: Read = async (query) => {
    if (closing !== undefined) throw storageClosed(waiting.path)
    const reading = untilFree(waiting, () => query(kysely))
    reads.add(reading)
    try {
      return await reading
    } finally {
      reads.delete(reading)
    }
  }
  const close = (): Promise<void> => {
    closing ??= Promise.allSettled([writes.idle(), ...reads]).then(() => void db.close())
    return closing
  }
  const runs: RunStorage = {
    ...readRuns(read),
    getRun: (runId) =>
      read(async () => {
        const row = statements.getRun.get(runId)
        return row === undefined ? undefined : runOf(row)
      }),
    launchRuns: (launches) => write(() => launches.map(({ spec, events }) => launchRun(statements, spec, events))),
    write: (all) => write(() => all.map((one) => writeRun(statements, one))),
    close,
  }
  const queueReads = readQueue(read)
  const queue: RunQueue = {
    ...queueReads,
    listQueue: (page) =>
      page.after === undefined
        ? read(async () => queuedRuns(statements.listQueueHead.all(page.now, Math.max(page.limit, 0))))
        : queueReads.listQueue(page),
    claimRuns: (round) => write(() => claimRuns(statements, round)),
  }
  const slots: PoolSlots = {
    acquireSlots: (requests) => write(() => requests.map((request) => acquireSlot(statements, request))),
    listSlots: () => read(listSlots),
  }
  const place: StoragePlace = { kind: 'sqlite', path: waiting.path }
  return {
    runs,
    eventLog: readEventLog(read),
    queue,
    slots,
    supervisors: supervisorRegistry(read),
    outbox: outboxOf(read, SQLITE_OUTBOX),
    deletion: { deleteRun: (runId) => write(() => deleteRun(db, runId)) },
    place,
    migrated: database.migrated,
    close,
  }
}

/**
 * Runs and their events in one SQLite file, which several processes may use at once. A write has reached the disk when
 * its promise resolves. Throws framework errors that name the path: STORAGE_UNWRITABLE, STORAGE_DAMAGED, STORAGE_FULL,
 * STORAGE_BUSY, STORAGE_CLOSED, STORAGE_VALUE_REFUSED, STORAGE_FAILED, DATABASE_TOO_NEW.
 */
export async function sqliteStorage(options: SqliteStorageOptions): Promise<SqliteStorage> {
  const { path, busyDeadlineMs = 30_000, clock = systemClock, random = Math.random } = options
  const waiting: TurnOptions = { path, busyDeadlineMs, clock, random }
  return storageOn(await untilFree(waiting, () => openDatabase(path)), waiting)
}
