import { Link } from '@tanstack/react-router'
import { shortId } from '../format/amount.ts'
import { Notice } from '../ui/notice.tsx'
import { RequestError } from '../ui/states.tsx'
import styles from './reexecution-dialog.module.css'
import type { RefusalParts } from './refusal-parts.ts'
import type { PreviewState } from './use-preview.ts'
import type { Reexecute } from './use-reexecute.ts'

/** What belongs to no field: answers that did not come, refusals of the whole, and the warnings of a run that was launched. */
export function ReexecutionProblems({
  state,
  refusal,
  launch,
}: {
  readonly state: PreviewState
  readonly refusal: RefusalParts
  readonly launch: Reexecute
}) {
  const lost = launch.state.kind === 'unanswered' ? launch.state.message : undefined
  if (state.problem === undefined && refusal.other === undefined && !launch.launched && lost === undefined) return null
  return (
    <div className={styles.problems}>
      {refusal.other !== undefined && <Notice kind="error" title={refusal.other} />}
      {state.problem !== undefined && <RequestError error={state.problem} what="the plan" retry={state.retry} />}
      {lost !== undefined && (
        <Notice kind="error" title={`It is not known whether the run was launched: ${lost}`}>
          <p>Launch again: the same launch is never made twice.</p>
        </Notice>
      )}
      {launch.launched && (
        <Notice kind="warning" title={launch.launched.warnings.join(' ')}>
          <p>
            The run is launched:{' '}
            <Link to="/runs/$id" params={{ id: launch.launched.runId }}>
              to run {shortId(launch.launched.runId)}
            </Link>
          </p>
        </Notice>
      )}
    </div>
  )
}
