import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useRunNews } from '../api/api-context.ts'
import { useLiveQuery } from '../api/use-live-query.ts'
import { formatCount } from '../format/amount.ts'
import { HomeDocument, type HomeQuery } from '../generated/graphql.ts'
import { JobTable } from '../jobs/job-table.tsx'
import { NoJobs } from '../jobs/no-jobs.tsx'
import { RunTable } from '../runs/run-table.tsx'
import { UNFINISHED_RUN_STATUSES } from '../status/status-words.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { Loading, RequestError } from '../ui/states.tsx'
import styles from './home-page.module.css'

const DAY_MS = 24 * 3_600_000

export function HomePage() {
  // Rounded, so that coming back within the hour finds the answer in the cache.
  const failedAfter = useMemo(() => Math.floor((Date.now() - DAY_MS) / 3_600_000) * 3_600_000, [])
  const { data, error, refresh } = useLiveQuery(HomeDocument, { failedAfter })
  useRunNews(refresh)
  return (
    <Page title="Home">
      {error && <RequestError error={error} what="the overview" retry={refresh} />}
      {!data && !error && <Loading rows={10} what="the overview" />}
      {data && <Overview data={data} />}
    </Page>
  )
}

function Overview({ data }: { readonly data: HomeQuery }) {
  const unfinished = data.unfinished.__typename === 'Runs' ? data.unfinished : { count: 0, results: [] }
  const failed = data.failed.__typename === 'Runs' ? data.failed : { count: 0, results: [] }
  return (
    <>
      <Panel
        flush
        title="In progress"
        aside={
          <Link to="/runs" search={{ status: UNFINISHED_RUN_STATUSES }}>
            {formatCount(unfinished.count, 'run')}
          </Link>
        }
      >
        {unfinished.results.length === 0 ? (
          <p className={styles.quiet}>Nothing is running or queued.</p>
        ) : (
          <RunTable runs={unfinished.results} label="Runs in progress" />
        )}
      </Panel>
      <Panel
        flush
        title="Failed in the last 24 hours"
        aside={
          <Link to="/runs" search={{ status: ['FAILURE'] }}>
            {formatCount(failed.count, 'run')}
          </Link>
        }
      >
        {failed.results.length === 0 ? (
          <p className={styles.quiet}>No run has failed.</p>
        ) : (
          <RunTable runs={failed.results} label="Runs failed in the last 24 hours" />
        )}
      </Panel>
      <Panel flush title="Jobs" aside={<Link to="/jobs">{data.jobs.hasMore ? 'All jobs' : 'Job list'}</Link>}>
        {data.jobs.results.length === 0 ? <NoJobs /> : <JobTable jobs={data.jobs.results} />}
      </Panel>
    </>
  )
}
