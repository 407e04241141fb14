import { CircleCheck, CircleX, LoaderCircle, Play } from 'lucide-react'
import { formatCount } from '../format/amount.ts'
import { Button } from '../ui/button.tsx'
import styles from './launch-bar.module.css'
import { type LaunchReadiness, whyNotLaunchable } from './launch-state.ts'
import type { LaunchpadJob } from './launchpad-page.tsx'
import { selectionWords } from './selection-words.ts'
import type { ConfigCheck } from './use-config-check.ts'

/** What is about to be launched, in words, and the button. */
export function LaunchBar({
  job,
  check,
  readiness,
  tagCount,
  onPress,
}: {
  readonly job: LaunchpadJob
  readonly check: ConfigCheck
  readonly readiness: LaunchReadiness
  readonly tagCount: number
  readonly onPress: (stay: boolean) => void
}) {
  const why = whyNotLaunchable(readiness)
  return (
    <div className={styles.bar}>
      <span className={styles.what}>
        <strong>{job.name}</strong> · {selectionWords(check.selectedOps?.length, job.ops.length)} · {formatCount(tagCount, 'tag')}
      </span>
      <span className={styles.validity} role="status">
        <Validity check={check} readiness={readiness} />
      </span>
      <Button
        variant="primary"
        onPress={() => onPress(false)}
        why={why}
        keys="Control+Enter Meta+Enter"
        title="Launch and open the run"
      >
        <Play aria-hidden="true" size={14} />
        {readiness.launch.kind === 'sending' ? 'Launching' : readiness.launch.kind === 'unanswered' ? 'Launch again' : 'Launch'}
      </Button>
    </div>
  )
}

function Validity({ check, readiness }: { readonly check: ConfigCheck; readonly readiness: LaunchReadiness }) {
  if (readiness.validation === 'invalid') {
    return (
      <>
        <CircleX aria-hidden="true" size={14} className={styles.invalid} />
        {readiness.problemCount === 0 ? 'The YAML cannot be read' : formatCount(readiness.problemCount, 'problem')}
      </>
    )
  }
  if (readiness.validation === 'checking') {
    return (
      <>
        <LoaderCircle aria-hidden="true" size={14} />
        Checking
      </>
    )
  }
  if (readiness.validation === 'valid') {
    return (
      <>
        <CircleCheck aria-hidden="true" size={14} className={styles.valid} />
        Config valid
      </>
    )
  }
  return <>{check.unreachable ? 'Not checked: Pawl does not answer' : 'Not checked'}</>
}
