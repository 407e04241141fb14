import { Link } from '@tanstack/react-router'
import { useRunNews } from '../api/api-context.ts'
import { useUncached } from '../api/use-uncached.ts'
import { shortId } from '../format/amount.ts'
import { formatDuration } from '../format/duration.ts'
import { type RunHeaderFragment, StepInGroupDocument } from '../generated/graphql.ts'
import { isFinishedRun, STEP_STATUS_WORDS } from '../status/status-words.ts'
import { Notice } from '../ui/notice.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { StepStatusIcon } from '../ui/status-mark.tsx'
import table from '../ui/table.module.css'
import { useNow } from '../ui/use-now.ts'
import { When } from '../ui/when.tsx'
import styles from './attempts-panel.module.css'
import { placeWords } from './group-words.ts'
import { type AttemptRow, attemptRows } from './step-attempts.ts'
import { useRunGroup } from './use-run-group.ts'

/** Every attempt of the chosen step in every run of the group. */
export function AttemptsPanel({ run, stepKey }: { readonly run: RunHeaderFragment; readonly stepKey: string | undefined }) {
  if (stepKey === undefined) {
    return (
      <Empty title="Choose a step.">
        <p>Its attempts are shown, those of the other runs of this group as well.</p>
      </Empty>
    )
  }
  return <Attempts key={stepKey} run={run} stepKey={stepKey} />
}

function Attempts({ run, stepKey }: { readonly run: RunHeaderFragment; readonly stepKey: string }) {
  const runs = useRunGroup(run.id)?.runs ?? []
  const revision = `${run.eventsCursor} ${runs.map(({ id, status }) => `${id} ${status}`).join()}`
  const { data, error, refresh } = useUncached(StepInGroupDocument, { runId: run.id, stepKey }, revision)
  useRunNews((ids) => {
    // Reading a step of each run is more than other people's runs are worth.
    if (ids === null || runs.some(({ id }) => ids.includes(id))) refresh()
  })
  const group = data?.runGroupOrError
  if (error) return <RequestError error={error} what="the attempts" retry={refresh} />
  if (!group) return <Loading rows={4} what="attempts" />
  if (group.__typename !== 'RunGroup') return <Empty title={group.message} />
  return (
    <div className={styles.panel}>
      {group.runs.hasMore && <Notice kind="info" title="Only the newest 50 runs of the group are shown." />}
      <table className={table.table} aria-label={`Attempts of ${stepKey}`}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Attempt</th>
            <th scope="col">Outcome</th>
            <th scope="col">Started</th>
            <th scope="col" className={table.number}>
              Duration
            </th>
          </tr>
        </thead>
        <tbody>
          {attemptRows(group.runs.results).map((row) => (
            <Row key={`${row.run.id} ${row.number}`} row={row} stepKey={stepKey} isCurrent={row.run.id === run.id} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, stepKey, isCurrent }: { readonly row: AttemptRow; readonly stepKey: string; readonly isCurrent: boolean }) {
  const { run, number, startedAt, endedAt } = row
  const now = useNow(startedAt !== null && endedAt === null ? 1000 : 0)
  const search = { step: stepKey, ...(number === null ? {} : { attempt: number }) }
  return (
    <tr aria-current={isCurrent ? 'true' : undefined} className={isCurrent ? styles.current : undefined}>
      <td>
        <Link to="/runs/$id" params={{ id: run.id }} search={search}>
          {placeWords(run)} <code>{shortId(run.id)}</code>
        </Link>
        {isCurrent && <span className={styles.muted}> this run</span>}
      </td>
      <td>{number ?? <span className={styles.muted}>none</span>}</td>
      <td>
        <Outcome row={row} />
      </td>
      <td className={table.nowrap}>{startedAt !== null && <When at={startedAt} />}</td>
      <td className={table.number}>{startedAt !== null && formatDuration((endedAt ?? now) - startedAt)}</td>
    </tr>
  )
}

function Outcome({ row: { run, status, originRunId } }: { readonly row: AttemptRow }) {
  if (status === null) {
    const isPlanned = run.startedAt !== null || isFinishedRun(run.status)
    return <span className={styles.muted}>{isPlanned ? 'not a step of this run' : 'not planned yet'}</span>
  }
  return (
    <span className={styles.outcome}>
      <StepStatusIcon status={status} />
      {STEP_STATUS_WORDS[status].word}
      {originRunId !== null && (
        <>
          {' '}
          from run{' '}
          <Link to="/runs/$id" params={{ id: originRunId }}>
            <code>{shortId(originRunId)}</code>
          </Link>
        </>
      )}
    </span>
  )
}
