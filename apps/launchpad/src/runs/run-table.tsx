import { Link } from '@tanstack/react-router'
import { shortId } from '../format/amount.ts'
import { countdown } from '../format/duration.ts'
import type { RunRowFragment } from '../generated/graphql.ts'
import { delayLeftMs } from '../run-group/group-words.ts'
import { SYSTEM_TAGS } from '../status/system-tags.ts'
import { classes } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-id.tsx'
import { RunStatusMark } from '../ui/status-mark.tsx'
import table from '../ui/table.module.css'
import { TagList } from '../ui/tag-list.tsx'
import { useNow } from '../ui/use-now.ts'
import { RunDuration, When } from '../ui/when.tsx'
import styles from './run-table.module.css'
import { StepSummary } from './step-summary.tsx'
import { TagLink } from './tag-link.tsx'

export type RunColumn = 'job' | 'tags'

/** Runs in rows. On a phone each row becomes two lines: nothing scrolls sideways. */
export function RunTable({
  runs,
  label,
  columns = ['job', 'tags'],
  dimmed = false,
}: {
  readonly runs: readonly RunRowFragment[]
  readonly label: string
  readonly columns?: readonly RunColumn[]
  readonly dimmed?: boolean
}) {
  return (
    <table className={classes(table.table, styles.runs, dimmed && table.dimmed)} aria-label={label} aria-busy={dimmed}>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Run</th>
          {columns.includes('job') && <th scope="col">Job</th>}
          <th scope="col">Steps</th>
          {columns.includes('tags') && <th scope="col">Tags</th>}
          <th scope="col">Launched</th>
          <th scope="col" className={table.number}>
            Duration
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} columns={columns} />
        ))}
      </tbody>
    </table>
  )
}

/** Of a retry that waits for its delay. */
function DelayLeft({ run }: { readonly run: RunRowFragment }) {
  const left = delayLeftMs(run, useNow(1000))
  return left === undefined ? null : <span className={styles.muted}> starts in {countdown(left)}</span>
}

function RunRow({ run, columns }: { readonly run: RunRowFragment; readonly columns: readonly RunColumn[] }) {
  return (
    <tr>
      <td className={styles.status}>
        <RunStatusMark status={run.status} />
        {run.status === 'QUEUED' && run.notBefore !== null && <DelayLeft run={run} />}
        {run.failure && (
          <span className={styles.failure} title={run.failure.message}>
            {run.failure.stepKey ? `${run.failure.stepKey}: ` : ''}
            {run.failure.message}
          </span>
        )}
      </td>
      <td className={classes(table.nowrap, styles.id)}>
        <Link to="/runs/$id" params={{ id: run.id }}>
          <code>{shortId(run.id)}</code>
        </Link>
        <CopyButton text={run.id} label="Copy run id" />
      </td>
      {columns.includes('job') && (
        <td className={styles.job}>
          <Link to="/jobs/$loc/$job" params={{ loc: run.locationName, job: run.jobName }}>
            {run.jobName}
          </Link>
          <span className={styles.muted}> {run.locationName}</span>
          {run.opSelection && <code className={styles.selection}>{run.opSelection}</code>}
        </td>
      )}
      <td className={styles.steps}>
        <StepSummary counts={run.stepCounts} />
      </td>
      {columns.includes('tags') && (
        <td className={styles.tags}>
          <TagList
            tags={run.tags.filter(({ key }) => !SYSTEM_TAGS.has(key))}
            wrap={(tag, text) => <TagLink tag={tag}>{text}</TagLink>}
          />
        </td>
      )}
      <td className={classes(table.nowrap, styles.when)}>
        <When at={run.createdAt} />
      </td>
      <td className={classes(table.number, styles.duration)}>
        <RunDuration run={run} />
      </td>
    </tr>
  )
}
