import type { NotificationConfig, ResolvedNotifications } from './notification-config.ts'
import type { QueueConfig, ResolvedQueueConfig } from './queue-config.ts'

/** A database of a Postgres server, version 13 or newer; several daemons may share it. */
export interface PostgresConfig {
  /** `postgres://user:password@host:port/database`, or `{ env: 'NAME' }` for what a variable of the environment holds. */
  readonly connectionString: string | { readonly env: string }
  /** Of Pawl's tables, made when it is missing; default `pawl`. */
  readonly schema?: string | undefined
  /** Of one process at once, and one more to be woken by others; default 10. */
  readonly maxConnections?: number | undefined
}

/** Where runs and their events are kept: one of the two. */
export interface StorageConfig {
  readonly sqlite?: { readonly path: string } | undefined
  readonly postgres?: PostgresConfig | undefined
}

/** Seconds, a list of them, or what `exponentialBackoff()` and `linearBackoff()` give. No function: the policy goes to other processes. */
export type ConfiguredDelay =
  | number
  | readonly number[]
  | {
      readonly kind: 'exponential'
      readonly base: number
      readonly factor?: number | undefined
      readonly max?: number | undefined
    }
  | { readonly kind: 'linear'; readonly base: number; readonly max?: number | undefined }

export interface OpRetryConfig {
  /** Further attempts after the first. */
  readonly maxRetries: number
  readonly delaySeconds?: ConfiguredDelay | undefined
  readonly jitter?: 'full' | 'plus-minus' | number | undefined
}

/** When failed runs are retried; tags of a job or a launch overrule everything but `enabled`. */
export interface RunRetryConfig {
  /** Default true; false: no run is retried, whatever its tags say. */
  readonly enabled?: boolean | undefined
  /** Automatic retries in a row; default 0. */
  readonly maxRetries?: number | undefined
  /** Default FROM_FAILURE. */
  readonly strategy?: 'FROM_FAILURE' | 'ALL_STEPS' | undefined
  /** Default true; false: only runs that ended for another reason than a failed step are retried. */
  readonly retryOnAssetOrOpFailure?: boolean | undefined
  /** Before each retry; a list shorter than the retries repeats its last entry. Default 0. */
  readonly delaySeconds?: number | readonly number[] | undefined
  readonly jitter?: 'full' | 'plus-minus' | number | undefined
}

export interface WorkerConfig {
  /** Worker processes at most; by default one for each core, four at least: what waits together is written together. */
  readonly processes?: number | undefined
  /** Runs of one worker at the same time; default 1. Above 1, a crash of the worker ends all of them. */
  readonly runsAtOnce?: number | undefined
  /** A worker that has grown beyond this is replaced after its run; default 1024. */
  readonly memoryLimitMb?: number | undefined
}

/** All in milliseconds, 100 at least. */
export interface MonitoringConfig {
  /** From a run's claim to its start; default 60 000. */
  readonly startTimeoutMs?: number | undefined
  /** For an op to end by itself after its signal has aborted; default 5 000. */
  readonly abortGraceMs?: number | undefined
  /** Beyond that, before its worker process is killed; default 2 000. */
  readonly killGraceMs?: number | undefined
  /** How often deadlines and the queue are looked at even when nothing was heard; default 500. */
  readonly tickMs?: number | undefined
  /** A supervisor that was not heard of for so long is taken for dead by others, and its runs are theirs; default 15 000. */
  readonly leaseMs?: number | undefined
  /** For a location's code to be imported; default 30 000. */
  readonly loadTimeoutMs?: number | undefined
  /** For a location's code to answer a question, such as a validation; default 10 000. */
  readonly answerTimeoutMs?: number | undefined
}

export interface ServerConfig {
  /** Default 127.0.0.1; anything that other machines can reach needs a token. */
  readonly host?: string | undefined
  /** Default 4040; 0 takes any that is free. */
  readonly port?: number | undefined
  /** At least 16 characters. */
  readonly token?: string | undefined
  /** Names under which browsers may reach the server, besides the loopback ones. */
  readonly allowedHosts?: string[] | undefined
  /** Whole origins, such as `https://pawl.example.com`, of pages that may use the server besides its own. */
  readonly allowedOrigins?: string[] | undefined
  /** Where people reach the launchpad, such as `https://pawl.example.com`, for the links in notifications; default: where the daemon listens. */
  readonly publicUrl?: string | undefined
}

/** What a project's `pawl.config.ts` exports as default; every option may be left out. */
export interface PawlConfig {
  /** Modules of definitions by location name, as paths from the project's folder. */
  readonly locations?: Record<string, string> | undefined
  /** SQLite or Postgres; default: the SQLite file `pawl.db` in the project's home. */
  readonly storage?: StorageConfig | undefined
  /** Where the default I/O manager keeps outputs; default: `outputs` in the project's home. */
  readonly io?: { readonly baseDirectory: string } | undefined
  /** Retry policy of ops for which neither they nor their job have one. */
  readonly opRetry?: OpRetryConfig | undefined
  readonly runRetries?: RunRetryConfig | undefined
  readonly queue?: QueueConfig | undefined
  readonly worker?: WorkerConfig | undefined
  readonly monitoring?: MonitoringConfig | undefined
  readonly server?: ServerConfig | undefined
  readonly notifications?: NotificationConfig | undefined
}

type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> }

/** A config with every default filled in. */
export interface ResolvedConfig {
  readonly locations: Record<string, string>
  readonly storage?: StorageConfig | undefined
  readonly io?: { readonly baseDirectory: string } | undefined
  readonly opRetry?: OpRetryConfig | undefined
  readonly runRetries: Complete<Omit<RunRetryConfig, 'jitter'>> & Pick<RunRetryConfig, 'jitter'>
  readonly queue: ResolvedQueueConfig
  readonly worker: Complete<Omit<WorkerConfig, 'processes'>> & { readonly processes?: number | undefined }
  readonly monitoring: Complete<MonitoringConfig>
  readonly server: Complete<Omit<ServerConfig, 'token' | 'publicUrl'>> & Pick<ServerConfig, 'token' | 'publicUrl'>
  readonly notifications: ResolvedNotifications
}
