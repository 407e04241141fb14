import { basename, dirname } from 'node:path'
import type { Clock } from '@pawl/core/plugin'
import { ownerOf, removeLeftovers } from '../home/leftovers.ts'
import { isGroupWith, isProcessAlive, isProcessWith, killGroup } from '../home/process-liveness.ts'
import {
  listProcessRecords,
  PROCESS_VARIABLE,
  type ProcessRecord,
  processVariable,
  removeProcessFiles,
} from '../location/process-record.ts'
import type { LocalSupervisors, Orphaned } from './local-supervisors.ts'
import { probeSupervisor } from './supervisor-socket.ts'

/** For a process that was sent SIGKILL to be gone; one that the system keeps longer is looked at again later. */
const DEATH_MS = 2_000
const LOOK_MS = 5

export interface ThisMachineOptions {
  readonly hostId: string
  /** Where this supervisor's own processes have their sockets. */
  readonly socketDirectory: string
  readonly clock: Clock
}

/** It, or what it has started and not set apart: that can outlive it when its supervisor has died with it. */
const isRunning = ({ pid, socketPath }: ProcessRecord): boolean =>
  isProcessWith(pid, socketPath) || isGroupWith(pid, PROCESS_VARIABLE, processVariable(socketPath))

/** Started by a process that is gone. */
const isLeftover = (name: string): boolean => {
  const owner = ownerOf(name)
  return owner !== undefined && !isProcessAlive(owner)
}

/** What those have left here who are dead or were never there; code hosts too, when their daemon is gone. */
function orphansIn(directory: string, { dead, registered }: Orphaned): readonly ProcessRecord[] {
  const deadIds = new Set(dead.map(({ supervisorId }) => supervisorId))
  const isUnowned = ({ supervisorId }: ProcessRecord): boolean => supervisorId === null || !registered.has(supervisorId)
  // A supervisor can be declared dead while its process is stopped; else only what is left over is read.
  const ofDead = dead.length === 0 ? [] : listProcessRecords(directory, () => true)
  return [
    ...ofDead.filter(({ supervisorId }) => supervisorId !== null && deadIds.has(supervisorId)),
    ...listProcessRecords(directory, isLeftover).filter(isUnowned),
  ]
}

/**
 * All files of dead processes but those of workers that are still to be killed when their supervisor is known to be dead, and the sockets by
 * which that is going to be known.
 */
function tidy(directory: string, { dead, registered }: Orphaned): void {
  const deadIds = new Set(dead.map(({ supervisorId }) => supervisorId))
  const undecided = [...registered.values()].filter(({ supervisorId }) => !deadIds.has(supervisorId))
  const sockets = [...listProcessRecords(directory, isLeftover), ...undecided].map(({ socketPath }) => socketPath)
  const kept = sockets.flatMap((socketPath) => (socketPath === null ? [] : [basename(socketPath, '.sock')]))
  removeLeftovers(directory, (name) => kept.some((one) => name.startsWith(`${one}.`)))
}

async function killAll(orphans: readonly ProcessRecord[], clock: Clock): Promise<readonly ProcessRecord[]> {
  let running = orphans.filter(isRunning)
  for (const { pid } of running) killGroup(pid)
  for (const until = clock.now() + DEATH_MS; running.length > 0 && clock.now() < until; running = running.filter(isRunning)) {
    await clock.sleep(LOOK_MS)
  }
  return running
}

/** Sockets and processes of the machine that this is. */
export function thisMachine({ hostId, socketDirectory, clock }: ThisMachineOptions): LocalSupervisors {
  return {
    hostId,
    probe: probeSupervisor,
    async killOrphans(orphaned) {
      const here = orphaned.dead.flatMap(({ hostId: host, socketPath }) =>
        host === hostId && socketPath !== null ? [dirname(socketPath)] : [],
      )
      const directories = [...new Set([socketDirectory, ...here])]
      const orphans = directories.flatMap((directory) => orphansIn(directory, orphaned))
      const lingering = await killAll(orphans, clock)
      for (const orphan of orphans) if (!lingering.includes(orphan)) removeProcessFiles(orphan.socketPath)
      tidy(socketDirectory, orphaned)
      return new Set(lingering.flatMap(({ supervisorId }) => supervisorId ?? []))
    },
  }
}
