import { Link } from '@tanstack/react-router'
import { shortId } from '../format/amount.ts'
import { Notice } from '../ui/notice.tsx'
import type { Launch } from './use-launch.ts'

/** How the last press of the button came out, if that needs to be told here. */
export function LaunchNotice({ launch }: { readonly launch: Launch }) {
  const { state, refusal, launched } = launch
  if (state.kind === 'unanswered') {
    return (
      <Notice kind="error" title={`${state.message} The run may have been launched all the same.`}>
        <p>Launch again: the same press is never launched twice.</p>
      </Notice>
    )
  }
  if (refusal) return <Notice kind="error" title={refusal} />
  if (!launched) return null
  return (
    <Notice
      kind={launched.warnings.length > 0 ? 'warning' : 'info'}
      title={`Launched run ${shortId(launched.runId)}.`}
      actions={
        <Link to="/runs/$id" params={{ id: launched.runId }}>
          Open the run
        </Link>
      }
    >
      {launched.warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </Notice>
  )
}
