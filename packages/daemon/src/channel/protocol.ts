import type {
  ExecutionEnd,
  HandlerDescription,
  JobDescription,
  JsonObject,
  OutputRecord,
  ReexecutionInputs,
  ReexecutionInquiry,
  ReexecutionReply,
  RunConfigError,
  RunConfigSchema,
  RunEvent,
  SerializedError,
  StoredPlan,
  Tags,
} from '@pawl/core/plugin'
import type { RunEndDocument } from '../notifications/run-end-document.ts'

/** What a location process is started with: its one command-line argument, as JSON. */
export interface ProcessOptions {
  /** Where it listens for its supervisor. */
  readonly socketPath: string
  /** Of the process that has started it and is to connect. */
  readonly supervisorPid: number
  readonly modulePath: string
  /** Shown paths are relative to this folder: whoever looks at the launchpad need not learn where the project lies. */
  readonly projectDirectory: string
  readonly home: HomePaths
  readonly hostId: string
  readonly opRetry: JsonObject | null
  readonly memoryLimitBytes: number
  readonly abortGraceMs: number
}

export interface HomePaths {
  readonly outputs: string
  readonly capturedLogs: string
  readonly attachments: string
  readonly compileCache: string
}

export interface RunAssignment {
  readonly runId: string
  readonly jobName: string
  readonly generation: string
  readonly config: JsonObject
  readonly opSelection: string | null
  readonly tags: Tags
  readonly rootRunId: string
  readonly parentRunId: string | null
  readonly retryNumber: number
  /** Outputs of the run that unselected inputs come from. */
  readonly sourceOutputs: readonly OutputRecord[] | null
  /** Set where the run goes on from an earlier one. */
  readonly reexecution: ReexecutionInputs | null
}

interface JobQuestion {
  readonly jobName: string
  readonly opSelection: string | null
}
export type Question =
  | ({ readonly kind: 'config-schema' } & JobQuestion)
  | ({ readonly kind: 'validate-config'; readonly config: JsonObject; readonly hasSourceRun: boolean } & JobQuestion)
  | { readonly kind: 'reexecution'; readonly jobName: string; readonly inquiry: ReexecutionInquiry }
  | { readonly kind: 'delete-outputs'; readonly runId: string; readonly outputs: readonly OutputRecord[] }
  | {
      readonly kind: 'run-end'
      readonly jobName: string
      readonly place: HandlerDescription['place']
      readonly document: RunEndDocument
    }

export type Answer =
  | { readonly kind: 'config-schema'; readonly schema: RunConfigSchema }
  | { readonly kind: 'config-valid'; readonly selectedOps: readonly string[] }
  | { readonly kind: 'config-invalid'; readonly errors: readonly RunConfigError[] }
  | { readonly kind: 'reexecution'; readonly reply: ReexecutionReply }
  | { readonly kind: 'outputs-deleted'; readonly problems: readonly string[] }
  /** The handler was called, or the code has none. */
  | { readonly kind: 'run-end' }

/** A step may not start before it has a slot of its pool. */
export interface SlotWanted {
  readonly type: 'slot-wanted'
  readonly runId: string
  readonly pool: string
  readonly stepKey: string
  readonly attempt: number
}

/** What has become of such a wish: it has to wait (`why`, told once), or the step has its slot (`why` null). */
export interface SlotNews {
  readonly type: 'slot-news'
  readonly runId: string
  readonly stepKey: string
  readonly attempt: number
  readonly why: string | null
}

export type ToProcess =
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly type: 'execute'; readonly assignment: RunAssignment }
  /** Whether a batch is durable; `fenced`: it never will be, and neither will anything after it. */
  | { readonly type: 'batch-result'; readonly runId: string; readonly batch: number; readonly outcome: 'durable' | 'fenced' }
  | SlotNews
  | { readonly type: 'cancel'; readonly runId: string }
  /** Ends the process once its runs are over. */
  | { readonly type: 'retire' }

/** How a run ended, as its worker saw it. */
export type WorkerRunEnd =
  | ExecutionEnd
  | { readonly kind: 'init-failure'; readonly message: string; readonly error: SerializedError }

/** Events to be made durable together. `start` comes with the first batch of a run that could be planned, `end` with the last. */
export interface RunBatch {
  readonly type: 'batch'
  readonly runId: string
  readonly batch: number
  readonly events: readonly RunEvent[]
  readonly start?: {
    readonly planHash: string
    readonly generation: string
    /** Left out when this process has sent the same plan before. */
    readonly plan?: StoredPlan
  }
  readonly end?: WorkerRunEnd
  /** With the last batch: what the run left behind in the process, so that no other run may have it; null for nothing. */
  readonly unquiet?: string | null
}

export type FromProcess =
  | { readonly type: 'loaded'; readonly jobs: readonly JobDescription[] }
  | { readonly type: 'load-failed'; readonly error: SerializedError }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | {
      readonly type: 'answer-failed'
      readonly id: number
      readonly error: SerializedError
      readonly details: Readonly<Record<string, unknown>>
    }
  | RunBatch
  | SlotWanted
  /** A fenced run is over here; `unquiet` as in its last batch, which nobody wanted. */
  | { readonly type: 'released'; readonly runId: string; readonly unquiet: string | null }
