import type { OpenInstance } from '@pawl/daemon'
import { shownPath } from '../wait/run-result.ts'

type Place = OpenInstance['storage']['place']

/** A project's database in words. */
export const placeText = (place: Place): string =>
  place.kind === 'sqlite'
    ? shownPath(place.path)
    : `"${place.database}" on ${place.host}:${place.port}, schema "${place.schema}",`

/** What `--json` says of it. */
export const placeJson = (place: Place): Readonly<Record<string, unknown>> => {
  if (place.kind === 'sqlite') return { kind: 'sqlite', database: place.path }
  const { kind, database, host, port, schema } = place
  return { kind, database, host, port, schema }
}
