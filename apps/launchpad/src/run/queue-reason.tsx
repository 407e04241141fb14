import { Link } from '@tanstack/react-router'
import { useRunNews } from '../api/api-context.ts'
import { useUncached } from '../api/use-uncached.ts'
import { formatCount, shortId } from '../format/amount.ts'
import { formatTimeOfDay } from '../format/time.ts'
import { QueueReasonDocument, type QueueReasonQuery, type RunHeaderFragment } from '../generated/graphql.ts'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import { Notice } from '../ui/notice.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './queue-reason.module.css'

type Asked = Extract<QueueReasonQuery['runOrError'], { readonly __typename: 'Run' }>
type Reason = NonNullable<Asked['queueReason']>

const ASK_AGAIN_MS = 2000
const SHOWN_HOLDERS = 12

/** Why a run in the queue has not started: the rule that blocks it now, its place, and who holds what it waits for. */
export function QueueReason({ run }: { readonly run: RunHeaderFragment }) {
  // Its place changes with other runs, of which no event of this one tells.
  const now = useNow(ASK_AGAIN_MS)
  const { data, refresh } = useUncached(QueueReasonDocument, { runId: run.id }, String(now))
  useRunNews(refresh)
  const reason = data?.runOrError.__typename === 'Run' ? data.runOrError.queueReason : null
  return reason && <Told reason={reason} />
}

function Told({ reason }: { readonly reason: Reason }) {
  const style = timeStyle(usePreferences())
  const { rule, text, position, notBefore } = reason
  const isDelay = rule === 'NOT_BEFORE' && notBefore !== null
  const title = isDelay ? `It starts at ${formatTimeOfDay(notBefore, style)} at the earliest; until then it holds nothing.` : text
  return (
    <Notice kind={rule === 'NO_SUPERVISOR' || rule === 'LOCATION_NOT_LOADED' ? 'warning' : 'info'} title={title}>
      {position !== null && <p>It is number {position} in the queue.</p>}
      <Holders reason={reason} />
    </Notice>
  )
}

function Holders({ reason: { holders, holderCount } }: { readonly reason: Reason }) {
  if (holders.length === 0) return null
  const shown = holders.slice(0, SHOWN_HOLDERS)
  const more = holderCount - shown.length
  return (
    <div className={styles.holders}>
      Held by
      <ul className={styles.list}>
        {shown.map(({ runId, stepKey }) => (
          <li key={`${runId} ${stepKey}`}>
            <Link to="/runs/$id" params={{ id: runId }} search={stepKey === null ? {} : { step: stepKey }}>
              run <code>{shortId(runId)}</code>
              {stepKey !== null && `, ${stepKey}`}
            </Link>
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more, 'more', 'more')}</li>}
      </ul>
    </div>
  )
}
