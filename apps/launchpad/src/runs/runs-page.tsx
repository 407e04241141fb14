import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowRight, ChevronsLeft } from 'lucide-react'
import { useRunNews } from '../api/api-context.ts'
import { useLiveQuery } from '../api/use-live-query.ts'
import { formatCount } from '../format/amount.ts'
import { RunsPageDocument } from '../generated/graphql.ts'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { RunFilters } from './run-filters.tsx'
import { RunTable } from './run-table.tsx'
import styles from './runs-page.module.css'
import { isFiltered, type RunsSearch, runsFilter } from './runs-search.ts'

const PAGE_SIZE = 50

export function RunsPage() {
  const search = useSearch({ from: '/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const variables = { filter: runsFilter(search), cursor: search.cursor ?? null, limit: PAGE_SIZE }
  const { data, error, refreshing, refresh } = useLiveQuery(RunsPageDocument, variables)
  useRunNews(refresh)
  const page = data?.runsOrError
  return (
    <Page title="Runs">
      <RunFilters search={search} onChange={(next) => void navigate({ search: next, replace: true })} />
      {error && <RequestError error={error} what="the list of runs" retry={refresh} />}
      {page?.__typename === 'InvalidFilterError' && <Notice kind="error" title={page.message} />}
      {!page && !error && <Loading rows={10} what="runs" />}
      {page?.__typename === 'Runs' &&
        (page.results.length === 0 ? (
          <NoRuns search={search} />
        ) : (
          <>
            <div className={styles.frame}>
              <RunTable runs={page.results} label="Runs, newest first" dimmed={refreshing} />
            </div>
            <Pages search={search} cursor={page.hasMore ? page.cursor : null} text={formatCount(page.count, 'run')} />
          </>
        ))}
    </Page>
  )
}

function NoRuns({ search }: { readonly search: RunsSearch }) {
  if (search.cursor) {
    return (
      <Empty title="There are no older runs.">
        <p>
          <Link to="/runs" search={({ cursor: _, ...kept }) => kept}>
            To the newest
          </Link>
        </p>
      </Empty>
    )
  }
  if (isFiltered(search)) {
    return (
      <Empty title="No run matches this filter.">
        <p>
          <Link to="/runs" search={{}}>
            Show all runs
          </Link>
        </p>
      </Empty>
    )
  }
  return (
    <Empty title="Nothing has run yet.">
      <p>
        <Link to="/jobs">Launch a job</Link>, or <code>pawl job launch NAME</code>.
      </p>
    </Empty>
  )
}

function Pages({ search, cursor, text }: { readonly search: RunsSearch; readonly cursor: string | null; readonly text: string }) {
  return (
    <nav className={styles.pages} aria-label="Pages of runs">
      <span>{text}</span>
      {search.cursor && (
        <Link to="/runs" search={({ cursor: _, ...kept }) => kept} className={styles.step}>
          <ChevronsLeft aria-hidden="true" size={14} />
          Newest
        </Link>
      )}
      {cursor && (
        <Link to="/runs" search={{ ...search, cursor }} className={styles.step}>
          Older
          <ArrowRight aria-hidden="true" size={14} />
        </Link>
      )}
    </nav>
  )
}
