import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { formatCount, shortId } from '../format/amount.ts'
import { countdown } from '../format/duration.ts'
import type { GroupRunFragment } from '../generated/graphql.ts'
import { RUN_STATUS_WORDS } from '../status/status-words.ts'
import { ToneIcon } from '../ui/status-mark.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './group-strip.module.css'
import { delayLeftMs, howWords, placeWords } from './group-words.ts'
import type { RunGroup } from './use-run-group.ts'

/** The runs of the group in the order of their launches, this one marked. Nothing for a run that is alone. */
export function GroupStrip({ group, runId }: { readonly group: RunGroup; readonly runId: string }) {
  const current = useRef<HTMLLIElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  if (group.runs.length < 2 && !group.isRootDeleted) return null
  return (
    <nav aria-label="Runs of this group" className={styles.strip}>
      <ol className={styles.runs}>
        {group.isRootDeleted && <li className={styles.gap}>The first run was deleted</li>}
        {group.runs.map((run, index) => (
          <li key={run.id} ref={run.id === runId ? current : undefined} className={styles.place}>
            {(index > 0 || group.isRootDeleted) && <ChevronRight aria-hidden="true" size={13} className={styles.arrow} />}
            {index === 1 && group.leftOut > 0 && <span className={styles.gap}>{formatCount(group.leftOut, 'older run')}</span>}
            <GroupRun run={run} isCurrent={run.id === runId} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function GroupRun({ run, isCurrent }: { readonly run: GroupRunFragment; readonly isCurrent: boolean }) {
  const { word, tone } = RUN_STATUS_WORDS[run.status]
  const now = useNow(run.status === 'QUEUED' && run.notBefore !== null ? 500 : 0)
  const left = delayLeftMs(run, now)
  const how = howWords(run)
  return (
    <Link
      to="/runs/$id"
      params={{ id: run.id }}
      className={styles.run}
      aria-current={isCurrent ? 'page' : undefined}
      title={`Run ${run.id}`}
    >
      <ToneIcon tone={tone} size={13} />
      <span>
        <strong>{placeWords(run)}</strong> {left === undefined ? word.toLowerCase() : `starts in ${countdown(left)}`}
      </span>
      {how !== '' && <span className={styles.how}>{how}</span>}
      <code className={styles.id}>{shortId(run.id)}</code>
    </Link>
  )
}
