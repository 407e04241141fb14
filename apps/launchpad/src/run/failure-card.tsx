import { formatCount } from '../format/amount.ts'
import type { RunHeaderFragment } from '../generated/graphql.ts'
import { ErrorText } from '../metadata/error-text.tsx'
import { RetryDecision } from '../run-group/retry-decision.tsx'
import type { RunGroup } from '../run-group/use-run-group.ts'
import { FAILURE_REASON_WORDS } from '../status/run-sentence.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './failure-card.module.css'
import type { ChangeRunSearch } from './run-page.tsx'

type Failure = NonNullable<RunHeaderFragment['failure']>

/** Why the run failed, before anything else: the step to blame, its error, what it kept from running. */
export function FailureCard({
  run,
  failure,
  group,
  onChange,
}: {
  readonly run: RunHeaderFragment
  readonly failure: Failure
  readonly group: RunGroup | undefined
  readonly onChange: ChangeRunSearch
}) {
  const { stepKey, attempt } = failure
  const skipped = run.stepCounts.skipped + run.stepCounts.notStarted
  const look = (tab: 'events' | 'stderr'): void =>
    onChange({
      tab,
      step: stepKey ?? undefined,
      attempt: tab === 'stderr' ? (attempt ?? undefined) : undefined,
      level: undefined,
      q: undefined,
    })
  return (
    <Notice
      kind="error"
      title={
        stepKey === null
          ? `The run failed: ${FAILURE_REASON_WORDS[failure.reason] ?? failure.reason}`
          : `Step ${stepKey} failed${attempt !== null && attempt > 1 ? ` in attempt ${attempt}` : ''}`
      }
      actions={
        stepKey !== null && (
          <>
            <Button onPress={() => look('events')}>Its events</Button>
            <Button onPress={() => look('stderr')}>Its stderr</Button>
          </>
        )
      }
    >
      {failure.error ? <ErrorText error={failure.error} /> : <p>{failure.message}</p>}
      <dl className={styles.facts}>
        {stepKey !== null && (
          <>
            <dt>Step</dt>
            <dd>{failure.reason}</dd>
          </>
        )}
        <dt>Run</dt>
        <dd>
          {skipped > 0 && <p>{formatCount(skipped, 'step')} did not run.</p>}
          <RetryDecision run={run} group={group} />
        </dd>
      </dl>
    </Notice>
  )
}
