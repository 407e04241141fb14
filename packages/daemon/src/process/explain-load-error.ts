import type { SerializedError } from '@pawl/core/plugin'
import type { ProcessOptions } from '../channel/protocol.ts'
import { codeSearch } from '../location/code-search.ts'
import { describeLoadError } from '../location/load-error.ts'
import { LocationFiles } from '../location/location-files.ts'
import { withoutProjectPaths } from './shown-error.ts'

/** What the import of a location threw, as its author is to see it: with file and line, seen from the project's folder. */
export async function explainLoadError(
  thrown: unknown,
  { modulePath, projectDirectory, home }: Pick<ProcessOptions, 'modulePath' | 'projectDirectory' | 'home'>,
): Promise<SerializedError> {
  const files = new LocationFiles({ modulePath, projectDirectory, excluded: [home.outputs] })
  return withoutProjectPaths(await describeLoadError(thrown, codeSearch(files)), projectDirectory)
}
