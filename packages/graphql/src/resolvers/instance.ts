import type { InstanceResolvers } from '../generated/schema-types.ts'
import { fetchConcurrency, fetchDaemonHealth, fetchRunQueue } from '../reads/fetch-queue.ts'
import type { Complete } from './complete.ts'

export const Instance: Complete<InstanceResolvers> = {
  runQueue: (_instance, _args, { instance }) => fetchRunQueue(instance),
  concurrency: (_instance, _args, { instance }) => fetchConcurrency(instance),
  daemonHealth: (_instance, _args, { instance }) => fetchDaemonHealth(instance),
}
