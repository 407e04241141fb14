import { FrameworkError, isFrameworkError } from '@pawl/core/plugin'
import { describeTarget, type PostgresTarget } from './connection-target.ts'

interface DriverError {
  readonly code?: string
  readonly message: string
  readonly table?: string
}

const driverError = (error: unknown): DriverError => {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, table } = error as { readonly code?: unknown; readonly table?: unknown }
  // Where several addresses were tried, the reasons are in the single errors.
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : []
  const message = error.message === '' && first instanceof Error ? first.message : error.message
  return { message, ...(typeof code === 'string' ? { code } : {}), ...(typeof table === 'string' ? { table } : {}) }
}

type Trouble = readonly [code: string, what: (target: PostgresTarget, reason: string) => string]

const LOGIN: Trouble = [
  'STORAGE_LOGIN_REFUSED',
  ({ user }, reason) => `does not let user "${user}" in: ${reason}. Check user and password in the connection string.`,
]
const FORBIDDEN: Trouble = [
  'STORAGE_FORBIDDEN',
  ({ user, database, schema }, reason) =>
    `does not let user "${user}" do this: ${reason}. The user needs CREATE on the database (grant create on database "${database}" to ` +
    `"${user}"), or a schema of its own (create schema "${schema}" authorization "${user}").`,
]
const BUSY: Trouble = ['STORAGE_BUSY', (_, reason) => `has no room just now: ${reason}. It was tried again for a while.`]
const TIMEOUT: Trouble = [
  'STORAGE_TIMEOUT',
  (_, reason) =>
    `was too slow: ${reason}. Nothing of this operation was stored; see what it is busy with, or raise statementTimeoutMs.`,
]
const LOST: Trouble = [
  'STORAGE_CONNECTION_LOST',
  (_, reason) => `lost the connection during an operation (${reason}). Whether it was stored is not known: it may be repeated.`,
]
const TEXT: Trouble = [
  'STORAGE_TEXT_REFUSED',
  (_, reason) => `cannot store a text of this write: ${reason}. Postgres takes every character but U+0000.`,
]
const VALUE: Trouble = ['STORAGE_VALUE_REFUSED', (_, reason) => `cannot store a value of this write: ${reason}.`]

/** What can go wrong with a statement, by the beginning of Postgres's SQLSTATE. */
const TROUBLES: readonly (readonly [sqlState: string, trouble: Trouble])[] = [
  ['28', LOGIN],
  ['3D000', ['STORAGE_NO_DATABASE', () => 'does not exist. Create it, or name another in the connection string.']],
  ['42501', FORBIDDEN],
  // A schema that may not be used is passed over as if it were not there.
  ['3F000', FORBIDDEN],
  ['40001', BUSY],
  ['40P01', BUSY],
  ['55P03', BUSY],
  ['53300', BUSY],
  ['57P03', BUSY],
  ['57014', TIMEOUT],
  ['08', LOST],
  ['25P03', LOST],
  ['57P0', LOST],
  [
    '53100',
    ['STORAGE_FULL', () => 'cannot grow: its disk is full. Nothing of this write was stored; free some space and try again.'],
  ],
  [
    '25006',
    [
      'STORAGE_UNWRITABLE',
      () => 'takes no writes: it is read-only, or a standby. Name the primary server in the connection string.',
    ],
  ],
  ['22021', TEXT],
  ['22P05', TEXT],
  // The rest of these two classes is about the values alone, and the same whenever it is tried.
  ['22', VALUE],
  ['23', VALUE],
]

const OUTDATED: Trouble = [
  'STORAGE_BUSY',
  (_, reason) => `was migrated while this process was using it (${reason}). It was tried again for a while.`,
]
const FAILED: Trouble = ['STORAGE_FAILED', (_, reason) => `refused an operation: ${reason}.`]
const UNREACHABLE: Trouble = [
  'STORAGE_UNREACHABLE',
  (_, reason) => `cannot be reached: ${reason}. See that the server runs, and that host, port and TLS settings are right.`,
]

const hasSqlState = ({ code }: DriverError): boolean => code !== undefined && /^[0-9A-Z]{5}$/.test(code)
const troubleOf = ({ code = '' }: DriverError): Trouble | undefined => TROUBLES.find(([state]) => code.startsWith(state))?.[1]

// What a socket or the driver says; the server itself answers with a state of its own.
const isNoAnswer = ({ code = '', message }: DriverError): boolean =>
  /^(E[A-Z]+|ERR_[A-Z_]+)$/.test(code) || /^Connection terminated|connection error|Query read timeout|ending/.test(message)

// A statement that was prepared before a newer version of Pawl changed its table; its session goes on failing with it.
const isOutdated = ({ code, message }: DriverError): boolean => code === '0A000' && message.startsWith('cached plan')

function storageError(target: PostgresTarget, cause: unknown, [code, what]: Trouble): FrameworkError {
  const { message, code: postgres } = driverError(cause)
  const { host, port, database, user, schema } = target
  return new FrameworkError(code, {
    message: `The database ${describeTarget(target)} ${what(target, message.replace(/\.$/, ''))}`,
    details: { host, port, database, user, schema, postgres: postgres ?? null },
    cause,
  })
}

/** Why no connection came about. Nothing has been sent, so whatever was to be done may be tried again. */
export function connectError(target: PostgresTarget, error: unknown): FrameworkError {
  const driver = driverError(error)
  // The driver's words when the server asks for a password and none was given.
  if (driver.message.startsWith('SASL')) return storageError(target, error, LOGIN)
  if (driver.message.startsWith('timeout exceeded')) return storageError(target, error, BUSY)
  const trouble = hasSqlState(driver) ? troubleOf(driver) : undefined
  return storageError(target, error, trouble === undefined || trouble === LOST ? UNREACHABLE : trouble)
}

/** Names the database in an error of the driver; an error of our own stays what it is. */
export function queryError(target: PostgresTarget, error: unknown): unknown {
  if (isFrameworkError(error)) return error
  const driver = driverError(error)
  if (isOutdated(driver)) return storageError(target, error, OUTDATED)
  if (hasSqlState(driver)) return storageError(target, error, troubleOf(driver) ?? FAILED)
  return isNoAnswer(driver) ? storageError(target, error, LOST) : error
}

/** The connection ended under an operation: whether it was carried out is not known. */
export const isLost = (error: unknown): boolean => isFrameworkError(error, 'STORAGE_CONNECTION_LOST')

/** The session is of no use any more: it has ended, or its statements were prepared for other tables. */
export const isSpent = (error: unknown): boolean =>
  isLost(error) || (isFrameworkError(error) && isOutdated(driverError(error.cause)))

/** Whether a statement was refused because a row of this table with one of its unique values is there already. */
export function isTaken(error: unknown, table: string): boolean {
  const { code, table: found } = driverError(isFrameworkError(error) ? error.cause : error)
  return code === '23505' && found === table
}

export const storageClosed = (target: PostgresTarget): FrameworkError =>
  new FrameworkError('STORAGE_CLOSED', {
    message: `The storage on the database ${describeTarget(target)} has been closed; open a new one with postgresStorage().`,
    details: { host: target.host, port: target.port, database: target.database, schema: target.schema },
  })
