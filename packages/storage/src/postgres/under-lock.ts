import type { Connection } from './connections.ts'

/** What one transaction at a time may decide about: the lock is of the schema. */
export type DecidedUnderLock = 'queue' | 'pools'

// A process that is stopped in the middle of a decision must not keep the others waiting for ever.
const LONGEST_PAUSE_SECONDS = 5

/** One transaction; without a lock where `lock` is undefined. Whatever throws inside takes all of it back. */
export async function transacted<Result>(
  connection: Connection,
  lock: DecidedUnderLock | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const locking =
    lock === undefined ? '' : `; select pg_advisory_xact_lock(hashtextextended('pawl ${lock} ' || current_schema(), 0))`
  await connection.query(
    `begin isolation level read committed; set local idle_in_transaction_session_timeout = '${LONGEST_PAUSE_SECONDS}s'${locking}`,
  )
  try {
    const result = await work()
    await connection.query('commit')
    return result
  } catch (error) {
    // On a connection that is lost there is nothing to take back.
    await connection.query('rollback').catch(() => {})
    throw error
  }
}
