import type { MutationResolvers } from '../generated/schema-types.ts'
import { launch } from '../writes/launch.ts'
import { reload } from '../writes/reload.ts'
import { terminate } from '../writes/terminate.ts'
import type { Complete } from './complete.ts'

export const Mutation: Complete<Pick<MutationResolvers, 'launchRun' | 'terminateRuns' | 'reloadLocation'>> = {
  launchRun: (_root, { executionParams }, context) => launch(context, executionParams),
  terminateRuns: (_root, { runIds }, { instance }) => terminate(instance, runIds),
  reloadLocation: (_root, { name }, { instance }) => reload(instance.locations, name),
}
