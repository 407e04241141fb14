import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useId } from 'react'
import { useRunNews } from '../api/api-context.ts'
import { useLiveQuery } from '../api/use-live-query.ts'
import { LocationErrors } from '../deployment/location-errors.tsx'
import { JobsPageDocument } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import field from '../ui/field.module.css'
import { Page } from '../ui/page.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { JobTable } from './job-table.tsx'
import styles from './jobs-page.module.css'
import { readJobsSearch } from './jobs-search.ts'
import { NoJobs } from './no-jobs.tsx'

export function JobsPage() {
  const { q = '' } = useSearch({ from: '/jobs' })
  const navigate = useNavigate({ from: '/jobs' })
  const id = useId()
  const text = useDeferredValue(q)
  const { data, error, refreshing, refresh } = useLiveQuery(JobsPageDocument, {
    filter: text === '' ? null : { text },
    cursor: null,
  })
  useRunNews(refresh)
  const show = (next: string): void => void navigate({ search: readJobsSearch({ q: next }), replace: true })
  const jobs = data?.jobs.results
  return (
    <Page title="Jobs">
      <LocationErrors />
      <search className={styles.filter}>
        <label htmlFor={id} className="visually-hidden">
          Filter jobs by name
        </label>
        <input
          id={id}
          type="search"
          className={field.input}
          placeholder="Filter by name"
          value={q}
          onChange={(event) => show(event.target.value)}
        />
      </search>
      {error && <RequestError error={error} what="the list of jobs" retry={refresh} />}
      {!jobs && !error && <Loading rows={8} what="jobs" />}
      {jobs?.length === 0 &&
        (q === '' ? (
          <NoJobs />
        ) : (
          <Empty title={`No job has "${q}" in its name.`}>
            <Button onPress={() => show('')}>Show all jobs</Button>
          </Empty>
        ))}
      {jobs && jobs.length > 0 && (
        <div className={styles.frame}>
          <JobTable jobs={jobs} dimmed={refreshing && text !== q} />
        </div>
      )}
      {data?.jobs.hasMore && (
        <p className={styles.more}>Only the first {jobs?.length} are shown; filter by name to find the others.</p>
      )}
    </Page>
  )
}
