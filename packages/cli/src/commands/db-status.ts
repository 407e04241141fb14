import { projectSchema } from '@pawl/daemon'
import { type CommandContext, EXIT } from '../command-context.ts'
import { placeJson, placeText } from '../project/place-text.ts'
import { projectOf } from '../project/with-instance.ts'
import { plural } from '../terminal/text.ts'

/** `pawl db status`: where the database stands, without making or changing it. It fails where a newer Pawl has been. */
export async function dbStatus(context: CommandContext): Promise<number> {
  const { place, version, known, missing } = await projectSchema(await projectOf(context))
  const isTooNew = version > known
  if (context.isJson) context.printJson({ ...placeJson(place), version, known, missing })
  else context.print(...statusLines(`The database ${placeText(place)}`, { version, known, missing }))
  return isTooNew ? EXIT.failed : EXIT.ok
}

type Standing = Pick<Awaited<ReturnType<typeof projectSchema>>, 'version' | 'known' | 'missing'>

function statusLines(database: string, { version, known, missing }: Standing): readonly string[] {
  if (version > known) return [`${database} is at version ${version}; this Pawl knows versions up to ${known}. Upgrade Pawl.`]
  if (version === 0)
    return [`${database} has nothing in it yet. "pawl db migrate" makes its tables, as does whatever opens it first.`]
  if (missing.length === 0) return [`${database} is up to date, at version ${version}.`]
  return [
    `${database} is at version ${version}; ${plural(missing.length, 'migration')} will follow, by "pawl db migrate" or whatever opens it first:`,
    ...missing.map((migration) => `  ${migration.version}  ${migration.name}`),
  ]
}
