import type { Clock, EventLog, Random, RunHints, RunStorage } from '@pawl/core/plugin'
import { type QueuedRuns, RunCoordinator } from './coordinator/run-coordinator.ts'
import type { RunOutput } from './home/captured-output.ts'
import type { CurrentCode } from './location/location-host.ts'
import { type Loop, startLoop } from './loop.ts'
import { RunWriter } from './supervisor/run-writer.ts'
import { Supervisor, type SupervisorLimits } from './supervisor/supervisor.ts'
import type { StartProcess } from './supervisor/worker.ts'

export type Report = (message: string, error?: unknown) => void

/** Everything that a runner touches: real in the daemon, virtual in the simulation. */
export interface RunnerOptions {
  readonly supervisorId: string
  readonly storage: RunStorage
  readonly eventLog: EventLog
  readonly hints: RunHints
  readonly clock: Clock
  readonly random: Random
  readonly startProcess: StartProcess
  /** Calls back when what has come in by now was looked at. */
  readonly defer: (work: () => void) => void
  readonly captured: RunOutput
  /** Undefined for a location whose files have not been looked at yet. @throws FrameworkError for one that does not exist */
  readonly codeOf: (locationName: string) => CurrentCode | undefined
  readonly listQueuedRuns: QueuedRuns
  readonly limits: SupervisorLimits
  /** Between two looks at the queue at most; milliseconds. */
  readonly tickMs: number
  /** Told of what goes wrong in the background. */
  readonly report: Report
}

/** Executes the queued runs of a storage: coordinator, supervisor, writer, and the loops that keep them looking. */
export interface Runner {
  readonly supervisor: Supervisor
  /** Ends the runs; call once. */
  stop(): Promise<void>
}

/** Deadlines are looked at this often at least. */
const DEADLINE_TICK_MS = 100

/** `queue` is woken when there is room for another run, or will be one to take. */
function makeSupervisor(options: RunnerOptions, writer: RunWriter, queue: () => Pick<Loop, 'wake' | 'wakeAt'>): Supervisor {
  const { hints, report } = options
  return new Supervisor({
    ...options,
    writer,
    onRoom: () => queue().wake(),
    onRetry: ({ runId, notBefore }) => {
      hints.notify(runId, 'queued')
      if (notBefore !== null) queue().wakeAt(notBefore)
    },
    report: (error) => report('The supervisor met an error.', error),
  })
}

export function startRunner(options: RunnerOptions): Runner {
  const { storage, hints, clock, defer, listQueuedRuns, limits, tickMs, report } = options
  const repeated = (error: unknown): void => report('A write to the storage failed and is repeated.', error)
  const failed = (error: unknown): void => report('A background loop met an error and goes on.', error)
  const writer = new RunWriter({ storage, clock, defer, report: repeated })
  const supervisor = makeSupervisor(options, writer, () => queue)
  const coordinator = new RunCoordinator({ listQueuedRuns, write: (write) => writer.write(write), hints, clock, supervisor })
  const queue = startLoop({ clock, everyMs: tickMs, step: () => coordinator.tick(), report: failed })
  const everyMs = Math.min(tickMs, DEADLINE_TICK_MS)
  const deadlines = startLoop({ clock, everyMs, step: () => supervisor.tick(), report: failed })
  const stopListening = hints.listen(null, (_, what) => {
    if (what === 'queued') queue.wake()
  })
  return {
    supervisor,
    async stop() {
      stopListening()
      const loops = Promise.all([queue.stop(), deadlines.stop()])
      const over = new AbortController()
      // A step may be waiting for a storage that fails, until the writer gives up.
      await Promise.race([loops, clock.sleep(limits.killGraceMs, over.signal)])
      over.abort()
      await supervisor.stop()
      await writer.stop()
      await loops
    },
  }
}
