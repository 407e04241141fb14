import { Link } from '@tanstack/react-router'
import { useLiveQuery } from '../api/use-live-query.ts'
import { ShellDocument } from '../generated/graphql.ts'
import { Notice } from '../ui/notice.tsx'

/** Locations whose newest files could not be loaded: what is listed below may be old, and jobs may be missing. */
export function LocationErrors() {
  const { data } = useLiveQuery(ShellDocument, {})
  const failed = data?.locations.filter(({ status }) => status === 'FAILED') ?? []
  return failed.map((location) => (
    <Notice key={location.name} kind="error" title={`The location "${location.name}" could not be loaded.`}>
      <p>
        {location.error?.message} <Link to="/deployment/locations">Details</Link>
      </p>
      {location.jobNames.length > 0 && <p>Its last good version is still there to launch.</p>}
    </Notice>
  ))
}
