import {
  type Clock,
  type EventLog,
  limitsRuns,
  type PoolSlots,
  type QueueLimits,
  type Random,
  type Run,
  type RunHints,
  type RunQueue,
  type RunStorage,
  type SubscriptionsOf,
  type SupervisorRegistry,
  type SupervisorSpec,
} from '@pawl/core/plugin'
import { RunCoordinator } from './coordinator/run-coordinator.ts'
import type { RunOutput } from './home/captured-output.ts'
import type { CurrentCode } from './location/location-host.ts'
import { type Loop, startLoop } from './loop.ts'
import { Heartbeat } from './recovery/heartbeat.ts'
import type { LocalSupervisors } from './recovery/local-supervisors.ts'
import { RunRecovery } from './recovery/run-recovery.ts'
import { RunWriter } from './supervisor/run-writer.ts'
import { Supervisor } from './supervisor/supervisor.ts'
import type { SupervisorLimits } from './supervisor/supervisor-options.ts'
import type { StartProcess } from './supervisor/worker.ts'

export type Report = (message: string, error?: unknown) => void

/** Everything that a runner touches: real in the daemon, virtual in the simulation. */
export interface RunnerOptions {
  /** As it tells the others of itself. */
  readonly identity: Pick<SupervisorSpec, 'pid' | 'socketPath' | 'leaseMs'>
  /** Gives an id that nobody has ever had. */
  readonly newId: () => string
  readonly registry: SupervisorRegistry
  readonly local: LocalSupervisors
  readonly storage: RunStorage
  readonly eventLog: EventLog
  readonly hints: RunHints
  readonly clock: Clock
  readonly random: Random
  /** Who is told of the ends of runs. */
  readonly subscriptionsOf: SubscriptionsOf
  readonly startProcess: StartProcess
  /** Calls back when what has come in by now was looked at. */
  readonly defer: (work: () => void) => void
  readonly captured: RunOutput
  /** Undefined for a location whose files have not been looked at yet. @throws FrameworkError for one that does not exist */
  readonly codeOf: (locationName: string) => CurrentCode | undefined
  /** What is claimed from. */
  readonly queue: RunQueue
  readonly queueLimits: QueueLimits
  readonly slots: PoolSlots
  /** Whether it executes runs like this one, which another supervisor has left. */
  readonly executes: (run: Run) => boolean
  readonly limits: SupervisorLimits
  /** Between two looks at the queue at most; milliseconds. */
  readonly tickMs: number
  /** Told of what goes wrong in the background. */
  readonly report: Report
}

/**
 * Executes the queued runs of a storage, and those that others have left: coordinator, supervisor, writer, heartbeat, recovery, and the
 * loops that keep them looking.
 */
export interface Runner {
  readonly supervisor: Supervisor
  /** Ends the runs; call once. */
  stop(): Promise<void>
}

/** Deadlines are looked at this often at least. */
const DEADLINE_TICK_MS = 100

/** Beats in the time of a lease: one may be lost, and one may be late. */
const BEATS_PER_LEASE = 3

interface Parts {
  readonly writer: RunWriter
  readonly supervisor: Supervisor
  readonly heartbeat: Heartbeat
  readonly recovery: RunRecovery
}

/** `queue` is woken when there is room for another run, or will be one to take. */
function makeParts(options: RunnerOptions, queue: () => Pick<Loop, 'wake' | 'wakeAt'>): Parts {
  const { hints, report, identity, local } = options
  const repeated = (error: unknown): void => report('A write to the storage failed and is repeated.', error)
  const writer = new RunWriter({ ...options, report: repeated })
  const onRetry = ({ runId, notBefore }: Pick<Run, 'runId' | 'notBefore'>): void => {
    hints.notify(runId, 'queued')
    if (notBefore !== null) queue().wakeAt(notBefore)
  }
  const supervisor = new Supervisor({
    ...options,
    writer,
    onRetry,
    onRoom: () => queue().wake(),
    report: (error) => report('The supervisor met an error.', error),
  })
  const heartbeat = new Heartbeat({ ...options, supervisor, spec: { ...identity, hostId: local.hostId } })
  const recovery = new RunRecovery({ ...options, supervisor, onRetry, write: (write) => writer.write(write) })
  return { writer, supervisor, heartbeat, recovery }
}

interface Loops {
  readonly queue: Loop
  readonly rescue: Loop
  readonly looks: Loop
  readonly deadlines: Loop
  readonly beats: Loop
}

function startLoops({ supervisor, heartbeat, recovery }: Parts, claim: () => Promise<unknown>, options: RunnerOptions): Loops {
  const { clock, tickMs, identity, report } = options
  const failed = (error: unknown): void => report('A background loop met an error and goes on.', error)
  const loop = (everyMs: number, step: () => Promise<unknown>): Loop => startLoop({ clock, everyMs, step, report: failed })
  /** One that was paused finds out whether it was replaced before it does anything else. */
  const alive = (step: () => Promise<unknown>) => () => heartbeat.beatIfLate().then(step)
  const beatMs = identity.leaseMs / BEATS_PER_LEASE
  const deadlineMs = Math.min(tickMs, DEADLINE_TICK_MS)
  return {
    beats: loop(beatMs, () => heartbeat.beat()),
    queue: loop(tickMs, alive(claim)),
    rescue: loop(
      Math.min(tickMs, beatMs),
      alive(() => recovery.tick()),
    ),
    looks: loop(
      deadlineMs,
      alive(() => supervisor.look()),
    ),
    deadlines: loop(deadlineMs, async () => {
      // They are enforced also while the storage is away.
      if (heartbeat.isLate) await Promise.race([heartbeat.beatIfLate().catch(failed), clock.sleep(deadlineMs)])
      supervisor.tick()
    }),
  }
}

export function startRunner(options: RunnerOptions): Runner {
  const { hints, clock, queue, queueLimits, limits, report } = options
  const parts: Parts = makeParts(options, () => loops.queue)
  const { writer, supervisor, heartbeat } = parts
  const coordinator = new RunCoordinator({
    ...{ queue, limits: queueLimits, hints, clock, supervisor },
    claim: async (claims) => {
      const results = await writer.claim(claims)
      // It is not alive for the others: it begins anew at once.
      if (results.some(({ kind }) => kind === 'refused')) await heartbeat.beat()
      return results
    },
  })
  const loops: Loops = startLoops(parts, () => coordinator.tick(), options)
  const stopListening = hints.listen(null, (_, what) => {
    // The end of a run, wherever it was executed, may free what another one waits for.
    if (what === 'queued' || (what === 'ended' && limitsRuns(queueLimits))) loops.queue.wake()
  })
  /** Not for ever: a step may be waiting for a storage that fails, until the writer gives up. */
  const inTime = async (work: Promise<unknown>): Promise<void> => {
    const over = new AbortController()
    await Promise.race([work, clock.sleep(limits.killGraceMs, over.signal)])
    over.abort()
  }
  return {
    supervisor,
    async stop() {
      stopListening()
      const { rescue, looks, deadlines, beats } = loops
      const stopped = Promise.all([loops.queue.stop(), rescue.stop(), looks.stop(), deadlines.stop()])
      await inTime(stopped)
      await supervisor.stop()
      await writer.stop()
      await stopped
      // Until here it has runs that nobody else shall take.
      const left = beats.stop().then(() => heartbeat.end())
      await inTime(left.catch((error: unknown) => report('The supervisor could not sign off; others will find it dead.', error)))
    },
  }
}
