// Run as a process of its own: claims runs as a daemon does and executes them without workers, until none is left; prints how many it had.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  newEvent,
  noSubscriptions,
  type QueueLimits,
  type Run,
  type RunEvent,
  recordChanges,
  runChanges,
  runHints,
  systemClock,
} from '@pawl/core/plugin'
import { postgresStorage, sqliteStorage } from '@pawl/storage'
import { RunCoordinator } from '../../src/coordinator/run-coordinator.ts'
import { startLoop } from '../../src/loop.ts'
import { PoolSlotDesk } from '../../src/supervisor/pool-slot-desk.ts'
import { RunEnding } from '../../src/supervisor/run-ending.ts'
import { RunWriter } from '../../src/supervisor/run-writer.ts'

interface Task {
  readonly storage: { readonly sqlite: { readonly path: string } } | { readonly postgres: { readonly connectionString: string } }
  readonly limits: QueueLimits
  readonly room: number
  /** None begins before so many are there. */
  readonly processes: number
}

const { storage: address, limits, room, processes } = JSON.parse(process.argv[2] ?? '') as Task
const storage =
  'sqlite' in address ? await sqliteStorage(address.sqlite) : await postgresStorage({ ...address.postgres, maxConnections: 6 })
const [clock, hints, supervisorId] = [systemClock, runHints(), randomUUID()]
const report = (error: unknown): void => console.error(error)
await storage.supervisors.register({
  supervisorId,
  hostId: 'here',
  pid: process.pid,
  socketPath: null,
  leaseMs: 60_000,
  startedAt: clock.now(),
})

while ((await storage.supervisors.list()).length < processes) await sleep(10)

const writer = new RunWriter({ storage: storage.runs, queue: storage.queue, clock, defer: setImmediate, report })
const slots = new PoolSlotDesk({ slots: storage.slots, queueLimits: limits, hints, clock, report })
const accepted = new Set<string>()
let running = 0

/** Step `work`, in the pool that the run's tag names, for a moment. */
async function execute(run: Run): Promise<void> {
  const { runId, epoch, tags } = run
  const step = { stepKey: 'work', attempt: 1 }
  const pool = tags['pool']
  if (pool !== undefined)
    await new Promise<void>((onGiven) => slots.ask({ ...step, pool, runId, epoch, onGiven, onWaiting: () => undefined }))
  const place = () => ({ at: clock.now(), ...step })
  const start: RunEvent[] = [
    newEvent('RUN_START', { at: clock.now(), payload: { generation: 'g', planHash: 'p', stepCount: 1, workerPid: process.pid } }),
    newEvent('STEP_START', { ...place(), payload: { planOrder: 0 } }),
  ]
  const begun = recordChanges(runId, start, () => undefined)
  await writer.write({
    runId,
    guard: { kind: 'writer', epoch, batch: 1 },
    events: start,
    ...begun,
    change: runChanges(start) ?? {},
  })
  await sleep(Math.random() * 6)
  const success: RunEvent[] = [newEvent('STEP_SUCCESS', { ...place(), payload: { startedAt: clock.now() } })]
  const ending = new RunEnding(
    { kind: 'success', at: clock.now() },
    { clock, random: Math.random, subscriptionsOf: noSubscriptions },
  )
  await writer.write({
    runId,
    guard: { kind: 'writer', epoch, batch: 2 },
    events: success,
    ...recordChanges(runId, success, () => begun.steps[0]),
    also: ending.also,
  })
  slots.forget(runId)
  hints.notify(runId, 'ended')
}

const supervisor = {
  supervisorId,
  get room() {
    return room - running
  },
  accept(run: Run) {
    if (accepted.has(run.runId)) return
    accepted.add(run.runId)
    running++
    void execute(run)
      .catch(report)
      .finally(() => {
        running--
        queue.wake()
      })
  },
}
const coordinator = new RunCoordinator({
  ...{ queue: storage.queue, limits, hints, clock, supervisor },
  claim: (claims) => writer.claim(claims),
})
const queue = startLoop({ clock, everyMs: 20, step: () => coordinator.tick(), report })
const deadlines = startLoop({ clock, everyMs: 20, step: async () => slots.tick(), report })

while ((await storage.runs.countRuns({ statuses: ['QUEUED', 'STARTING', 'STARTED'] })) > 0) await sleep(50)
await Promise.all([queue.stop(), deadlines.stop()])
slots.stop()
await writer.stop()
await storage.close()
console.log(accepted.size)
