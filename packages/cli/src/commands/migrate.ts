import { type CommandContext, EXIT } from '../command-context.ts'
import { placeJson, placeText } from '../project/place-text.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { plural } from '../terminal/text.ts'

/** `pawl db migrate`: opening the storage migrates it; this does nothing else, and says what was done. */
export async function migrate(context: CommandContext): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async ({ storage }) => {
    const { place, migrated } = storage
    const { version, applied } = migrated
    if (context.isJson) {
      context.printJson({ ...placeJson(place), version, applied })
      return EXIT.ok
    }
    const database = `The database ${placeText(place)}`
    if (applied.length === 0) context.print(`${database} is up to date, at version ${version}.`)
    else
      context.print(
        `${database} is at version ${version} now, by ${plural(applied.length, 'migration')}:`,
        ...applied.map((migration) => `  ${migration.version}  ${migration.name}`),
      )
    return EXIT.ok
  })
}
