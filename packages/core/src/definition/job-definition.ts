import type { GraphDefinition } from './graph-definition.ts'
import type { IOManager } from './io-manager.ts'
import type { ResourceDefinition } from './resource-definition.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { RunHandlers } from './run-handlers.ts'
import type { Tags } from './tags.ts'

/** A job as data, its types erased. Frozen. */
export interface JobDefinition extends RunHandlers {
  readonly kind: 'job'
  readonly name: string
  readonly description?: string
  readonly owners: readonly string[]
  readonly tags: Tags
  readonly graph: GraphDefinition
  /** Default of every op's retry policy in this job. */
  readonly opRetry?: RetryPolicy
  /** Key of the I/O manager of outputs that name none. */
  readonly ioManager?: string
  /** Resources the job brings along, over the project's. A value that is no resource definition is used as it is. */
  readonly resources: Readonly<Record<string, ResourceDefinition>>
}

/** Key of the I/O manager of outputs for which neither op nor job names one; a project may put its own under it. */
export const DEFAULT_IO_MANAGER = 'default'

/** Makes an I/O manager where one is needed; `baseDirectory` is where the instance keeps outputs. */
export interface IOManagerContext {
  readonly baseDirectory: string
}
export type IOManagerProvider = IOManager | ((context: IOManagerContext) => IOManager | Promise<IOManager>)

/** What a location's module exports as default. Frozen. */
export interface Definitions extends RunHandlers {
  readonly kind: 'definitions'
  readonly jobs: readonly JobDefinition[]
  readonly resources: Readonly<Record<string, ResourceDefinition>>
  readonly ioManagers: Readonly<Record<string, IOManagerProvider>>
}
