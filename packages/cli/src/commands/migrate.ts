import { type CommandContext, EXIT } from '../command-context.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { plural } from '../terminal/text.ts'
import { shownPath } from '../wait/run-result.ts'

/** `pawl db migrate`: opening the storage migrates it; this does nothing else, and says what was done. */
export async function migrate(context: CommandContext): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async ({ home, storage }) => {
    const { version, applied } = storage.migrated
    if (context.isJson) {
      context.printJson({ database: home.database, version, applied })
      return EXIT.ok
    }
    const path = shownPath(home.database)
    if (applied.length === 0) context.print(`The database ${path} is up to date, at version ${version}.`)
    else
      context.print(
        `The database ${path} is at version ${version} now, by ${plural(applied.length, 'migration')}:`,
        ...applied.map((migration) => `  ${migration.version}  ${migration.name}`),
      )
    return EXIT.ok
  })
}
