import { isFrameworkError, type LocationCatalog } from '@pawl/core/plugin'
import type { ResolversTypes } from '../generated/schema-types.ts'

export async function reload(locations: LocationCatalog, name: string): Promise<Awaited<ResolversTypes['ReloadLocationResult']>> {
  try {
    return { __typename: 'Location', ...(await locations.reloadLocation(name)) }
  } catch (error) {
    if (!isFrameworkError(error, 'UNKNOWN_LOCATION')) throw error
    return { __typename: 'LocationNotFoundError', message: error.message }
  }
}
