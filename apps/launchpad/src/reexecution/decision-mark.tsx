import { CheckCheck, CircleMinus, type LucideIcon, Play, Recycle, SkipForward } from 'lucide-react'
import type { ReexecutionDecision } from '../generated/graphql.ts'
import { classes } from '../ui/class-names.ts'
import styles from './decision-mark.module.css'
import { DECISION_WORDS } from './decision-words.ts'

const ICONS: Readonly<Record<ReexecutionDecision, LucideIcon>> = {
  EXECUTE: Play,
  REUSE: Recycle,
  MARK_DONE: CheckCheck,
  SKIP: SkipForward,
  OMIT: CircleMinus,
}

export function DecisionMark({ decision }: { readonly decision: ReexecutionDecision }) {
  const Icon = ICONS[decision]
  return (
    <span className={classes(styles.mark, styles[decision])}>
      <Icon aria-hidden="true" size={13} />
      {DECISION_WORDS[decision]}
    </span>
  )
}
