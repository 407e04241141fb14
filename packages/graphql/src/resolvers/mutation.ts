import type { MutationResolvers } from '../generated/schema-types.ts'
import { startBulk } from '../writes/bulk.ts'
import { deleteAll } from '../writes/delete-runs.ts'
import { launch } from '../writes/launch.ts'
import { reexecute, reexecuteAll } from '../writes/reexecute.ts'
import { reload } from '../writes/reload.ts'
import { terminate } from '../writes/terminate.ts'
import type { Complete } from './complete.ts'

export const Mutation: Complete<MutationResolvers> = {
  launchRun: (_root, { executionParams }, context) => launch(context, executionParams),
  terminateRuns: (_root, { runIds }, { instance }) => terminate(instance, runIds),
  launchRunReexecution: (_root, { reexecutionParams }, context) => reexecute(context, reexecutionParams),
  reexecuteRuns: (_root, { runIds, strategy }, context) => reexecuteAll(context, runIds, strategy),
  deleteRuns: (_root, { runIds }, context) => deleteAll(context, runIds),
  startBulkOperation: (_root, { params }, context) => startBulk(context, params),
  reloadLocation: (_root, { name }, { instance }) => reload(instance.locations, name),
}
