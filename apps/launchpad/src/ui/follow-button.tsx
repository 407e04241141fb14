import { ArrowDown } from 'lucide-react'
import { formatNumber } from '../format/amount.ts'
import { Button } from './button.tsx'
import styles from './follow-button.module.css'
import type { FollowEnd } from './use-follow-end.ts'

/** Over a list that grows while its reader looks at older rows. */
export function FollowButton({ end }: { readonly end: FollowEnd }) {
  if (end.missed === undefined) return null
  return (
    <div className={styles.button}>
      <Button onPress={end.follow}>
        <ArrowDown aria-hidden="true" size={13} />
        {end.missed > 0 ? `Paused · ${formatNumber(end.missed)} new` : 'Paused · follow'}
      </Button>
    </div>
  )
}
