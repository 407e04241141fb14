import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { shortId } from '../format/amount.ts'
import type { JobRowFragment } from '../generated/graphql.ts'
import { RUN_STATUS_WORDS } from '../status/status-words.ts'
import { classes } from '../ui/class-names.ts'
import { RunStatusMark, ToneIcon } from '../ui/status-mark.tsx'
import table from '../ui/table.module.css'
import { TagList } from '../ui/tag-list.tsx'
import { RunDuration, When } from '../ui/when.tsx'
import styles from './job-table.module.css'

export function JobTable({ jobs, dimmed = false }: { readonly jobs: readonly JobRowFragment[]; readonly dimmed?: boolean }) {
  return (
    <table className={classes(table.table, styles.jobs, dimmed && table.dimmed)} aria-label="Jobs">
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col">Last run</th>
          <th scope="col">Recent runs, newest last</th>
          <th scope="col" className={table.number}>
            Duration
          </th>
          <th scope="col">
            <span className="visually-hidden">Launch</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </tbody>
    </table>
  )
}

function JobRow({ job }: { readonly job: JobRowFragment }) {
  const params = { loc: job.locationName, job: job.name }
  const [last] = job.runs
  return (
    <tr>
      <td className={styles.name}>
        <Link to="/jobs/$loc/$job" params={params} className={styles.link}>
          {job.name}
        </Link>
        <span className={styles.muted}> {job.locationName}</span>
        {job.description && <span className={styles.description}>{job.description}</span>}
        <TagList tags={job.tags} />
      </td>
      <td className={styles.last}>
        {last ? (
          <>
            <RunStatusMark status={last.status} />
            <span className={styles.muted}>
              {' '}
              <When at={last.createdAt} />
            </span>
          </>
        ) : (
          <span className={styles.muted}>Never run</span>
        )}
      </td>
      <td className={styles.dots}>
        <RunDots runs={job.runs} />
      </td>
      <td className={classes(table.number, styles.duration)}>{last ? <RunDuration run={last} /> : '–'}</td>
      <td className={classes(table.number, styles.launch)}>
        <Link to="/jobs/$loc/$job/launchpad" params={params} className={styles.launchLink} aria-label={`Launch ${job.name}`}>
          <Play aria-hidden="true" size={13} />
          Launch
        </Link>
      </td>
    </tr>
  )
}

/** Newest on the right, as time goes; each icon is a link that says its status. */
function RunDots({ runs }: { readonly runs: JobRowFragment['runs'] }) {
  if (runs.length === 0) return <span className={styles.muted}>–</span>
  return (
    <ol className={styles.dotList}>
      {runs.toReversed().map((run) => (
        <li key={run.id}>
          <Link
            to="/runs/$id"
            params={{ id: run.id }}
            className={styles.dot}
            title={`${RUN_STATUS_WORDS[run.status].word}: run ${shortId(run.id)}`}
            aria-label={`Run ${shortId(run.id)}: ${RUN_STATUS_WORDS[run.status].word}`}
          >
            <ToneIcon tone={RUN_STATUS_WORDS[run.status].tone} size={15} />
          </Link>
        </li>
      ))}
    </ol>
  )
}
