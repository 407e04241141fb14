import type { RunWrite } from '@pawl/core/plugin'
import { gated } from '../engine/gated.ts'
import type { Gateway } from '../engine/gateway.ts'
import type { Database } from './database.ts'

const typesOf = (writes: readonly RunWrite[]): readonly string[] => writes.flatMap(({ events }) => events.map(({ type }) => type))

/** What a daemon writes, by what is most telling in it. */
function writeSite(writes: readonly RunWrite[]): string {
  const types = typesOf(writes)
  if (types.includes('RUN_STARTING')) return 'runs.write recovery'
  if (types.includes('RUN_CANCELING')) return 'runs.write cancel'
  const isEnd = ({ guard, also, events }: RunWrite): boolean =>
    also !== undefined && (guard.kind === 'status' || !events.some(({ type }) => type === 'RUN_START'))
  return writes.some(isEnd) ? 'runs.write end' : 'runs.write batch'
}

function aboutWrites(writes: readonly RunWrite[]): string {
  return writes
    .map(({ runId, guard, events }) => {
      const writer = guard.kind === 'writer' ? `batch ${guard.batch} of epoch ${guard.epoch}` : `if ${guard.statuses.join('|')}`
      return `${runId.slice(-6)} (${writer}): ${events.map(({ type, stepKey }) => `${type}${stepKey === undefined ? '' : ` ${stepKey}`}`).join(', ')}`
    })
    .join('; ')
}

const about = (method: string, given: readonly unknown[]): string => {
  if (method === 'write') return aboutWrites(given[0] as readonly RunWrite[])
  const json = JSON.stringify(given) ?? ''
  return json.length > 160 ? `${json.slice(0, 160)}…` : json
}

/** The database as a daemon reaches it. */
export function daemonDatabase(database: Database, gateway: Gateway): Database {
  const part = <Part extends object>(name: string, target: Part): Part =>
    gated(target, gateway, (method) => `${name}.${method}`, about)
  return {
    ...database,
    runs: gated(
      database.runs,
      gateway,
      (method, given) => (method === 'write' ? writeSite(given[0] as readonly RunWrite[]) : `runs.${method}`),
      about,
    ),
    eventLog: part('eventLog', database.eventLog),
    queue: part('queue', database.queue),
    slots: part('slots', database.slots),
    supervisors: part('supervisors', database.supervisors),
  }
}

/** As a person's client reaches it: whatever it reads is one site. */
export function userDatabase(database: Database, gateway: Gateway): Database {
  const siteOf = (method: string): string => (method === 'launchRuns' || method === 'write' ? `user.${method}` : 'user.read')
  return {
    ...database,
    runs: gated(database.runs, gateway, siteOf, about),
    eventLog: gated(database.eventLog, gateway, siteOf, about),
  }
}
