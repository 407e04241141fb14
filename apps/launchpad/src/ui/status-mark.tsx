import {
  Ban,
  CheckCheck,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Recycle,
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

/** Where the tone alone would say too little: what was done elsewhere is not what was done here. */
const STEP_ICONS: Readonly<Partial<Record<StepStatus, LucideIcon>>> = {
  NOT_STARTED: CircleDashed,
  REUSED: Recycle,
  MARKED_DONE: CheckCheck,
}

export function StepStatusIcon({ status }: { readonly status: StepStatus }) {
  const { tone } = STEP_STATUS_WORDS[status]
  const Icon = STEP_ICONS[status] ?? ICONS[tone]
  return <Icon aria-hidden="true" size={14} className={classes(styles[tone], styles.icon)} />
}
