import { ObservedTime } from './observed-time.ts'
import { PoolSlotDesk } from './pool-slot-desk.ts'
import { RunDispatcher } from './run-dispatcher.ts'
import { readRunInputs } from './run-inputs.ts'
import { RunRecorder } from './run-recorder.ts'
import type { SupervisedRun } from './supervised-run.ts'
import type { SupervisorOptions } from './supervisor-options.ts'
import { UnattributedOutput } from './unattributed-output.ts'
import type { WorkerEvents } from './worker.ts'
import { WorkerPool } from './worker-pool.ts'

/** What a supervisor is made of. */
export interface SupervisorParts {
  readonly time: ObservedTime
  readonly pool: WorkerPool
  readonly dispatcher: RunDispatcher
  readonly unattributed: UnattributedOutput
  readonly recorder: RunRecorder
  readonly slots: PoolSlotDesk
}

/** What its parts tell it. */
export interface PartEvents extends Omit<WorkerEvents, 'onReleased'> {
  /** A run that no worker can ever have. */
  onImpossible(supervised: SupervisedRun, error: unknown): void
}

export function makeSupervisorParts(options: SupervisorOptions, events: PartEvents): SupervisorParts {
  const { storage, eventLog, limits, clock, captured, startProcess, codeOf, report } = options
  const time = new ObservedTime(clock)
  const unattributed = new UnattributedOutput(captured)
  const pool = new WorkerPool({
    ...limits,
    ...{ time, startProcess },
    events: { ...events, onReleased: () => dispatcher.dispatch() },
  })
  const dispatcher = new RunDispatcher({
    ...{ pool, unattributed, codeOf, report },
    readInputs: (run) => readRunInputs({ runs: storage, eventLog }, run),
    now: () => time.now(),
    onImpossible: events.onImpossible,
  })
  const recorder = new RunRecorder({ ...options, unattributed, onEnding: () => options.onRoom() })
  return { time, pool, dispatcher, unattributed, recorder, slots: new PoolSlotDesk(options) }
}
