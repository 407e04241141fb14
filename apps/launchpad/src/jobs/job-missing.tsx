import { Link } from '@tanstack/react-router'
import { ErrorText, type ShownError } from '../metadata/error-text.tsx'
import { Notice } from '../ui/notice.tsx'
import { Empty } from '../ui/states.tsx'

type Problem =
  | { readonly __typename: 'JobNotFoundError'; readonly message: string; readonly didYouMean: string | null }
  | { readonly __typename: 'LocationNotLoadedError'; readonly message: string; readonly error: ShownError | null }

/** There is no such job, or its code could not be loaded. */
export function JobMissing({ problem, location }: { readonly problem: Problem; readonly location: string }) {
  if (problem.__typename === 'LocationNotLoadedError') {
    return (
      <Notice kind="error" title={problem.message}>
        {problem.error && <ErrorText error={problem.error} />}
        <p>
          <Link to="/deployment/locations">Locations</Link>
        </p>
      </Notice>
    )
  }
  return (
    <Empty title={problem.message}>
      <p>
        {problem.didYouMean && (
          <>
            <Link to="/jobs/$loc/$job" params={{ loc: location, job: problem.didYouMean }}>
              {problem.didYouMean}
            </Link>
            {' · '}
          </>
        )}
        <Link to="/jobs">All jobs</Link> · <Link to="/runs">All runs</Link>
      </p>
    </Empty>
  )
}
