import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  RotateCcw,
  SkipForward,
} from 'lucide-react'
import type { RunStatus, StepStatus } from '../generated/graphql.ts'
import { RUN_STATUS_WORDS, STEP_STATUS_WORDS, type Tone } from '../status/status-words.ts'
import { classes } from './class-names.ts'
import styles from './status-mark.module.css'

const ICONS: Readonly<Record<Tone, LucideIcon>> = {
  success: CircleCheck,
  failure: CircleX,
  running: LoaderCircle,
  starting: CircleDashed,
  queued: Clock,
  retry: RotateCcw,
  cancelled: Ban,
  skipped: SkipForward,
}

export function ToneIcon({ tone, size = 14 }: { readonly tone: Tone; readonly size?: number }) {
  const Icon = ICONS[tone]
  return <Icon aria-hidden="true" size={size} className={classes(styles[tone], styles.icon)} />
}

export function RunStatusMark({ status }: { readonly status: RunStatus }) {
  const { word, tone } = RUN_STATUS_WORDS[status]
  return (
    <span className={classes(styles.mark, styles[tone])}>
      <ToneIcon tone={tone} />
      {word}
    </span>
  )
}

export const StepStatusIcon = ({ status }: { readonly status: StepStatus }) =>
  status === 'NOT_STARTED' ? (
    <CircleDashed aria-hidden="true" size={14} className={classes(styles.skipped, styles.icon)} />
  ) : (
    <ToneIcon tone={STEP_STATUS_WORDS[status].tone} />
  )
