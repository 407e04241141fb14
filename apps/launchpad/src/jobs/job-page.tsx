import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Play, X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useRunNews } from '../api/api-context.ts'
import { useLiveQuery } from '../api/use-live-query.ts'
import { formatCount } from '../format/amount.ts'
import { JobPageDocument, type JobPageQuery, RunsPageDocument } from '../generated/graphql.ts'
import { RunTable } from '../runs/run-table.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { TagList } from '../ui/tag-list.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { JobMissing } from './job-missing.tsx'
import styles from './job-page.module.css'
import { readJobSearch } from './job-search.ts'
import { OpDetails } from './op-details.tsx'
import { OpList } from './op-list.tsx'

type Job = Extract<JobPageQuery['jobOrError'], { __typename: 'Job' }>

const JobGraph = lazy(() => import('../graph/job-graph.tsx').then(({ JobGraph: component }) => ({ default: component })))
/** Laying out more takes seconds, and nobody can read the picture. */
const MOST_IN_A_GRAPH = 500

export function JobPage() {
  const { loc, job: name } = useParams({ from: '/jobs/$loc/$job' })
  const { data, error, refresh } = useLiveQuery(JobPageDocument, { selector: { locationName: loc, jobName: name } })
  const job = data?.jobOrError
  return (
    <Page
      title={name}
      heading={
        <>
          <Link to="/jobs">Jobs</Link> / {name} <span className={styles.location}>{loc}</span>
        </>
      }
      actions={
        <Link to="/jobs/$loc/$job/launchpad" params={{ loc, job: name }} className={styles.launch}>
          <Play aria-hidden="true" size={14} />
          Launch…
        </Link>
      }
    >
      {error && <RequestError error={error} what={`the job "${name}"`} retry={refresh} />}
      {!job && !error && <Loading rows={12} what="the job" />}
      {job && job.__typename !== 'Job' && <JobMissing problem={job} location={loc} />}
      {job?.__typename === 'Job' && <JobBody job={job} />}
    </Page>
  )
}

function JobBody({ job }: { readonly job: Job }) {
  const search = useSearch({ from: '/jobs/$loc/$job' })
  const navigate = useNavigate({ from: '/jobs/$loc/$job' })
  const tooMany = job.ops.length > MOST_IN_A_GRAPH
  // On a phone the picture would be too small to read.
  const roomy = useMediaQuery('(min-width: 700px)')
  const view = tooMany ? 'list' : (search.view ?? (roomy ? 'graph' : 'list'))
  const op = job.ops.find(({ key }) => key === search.op)
  const change = (next: Partial<typeof search> | { op: undefined }): void =>
    void navigate({ search: readJobSearch({ ...search, ...next }), replace: true })
  return (
    <>
      <div className={styles.about}>
        {job.description && <p>{job.description}</p>}
        {job.owners.length > 0 && <p className={styles.muted}>Owned by {job.owners.join(', ')}</p>}
        <TagList tags={job.tags} />
      </div>
      <div className={op ? styles.withDetails : undefined}>
        <Panel
          flush
          title={formatCount(job.ops.length, 'op')}
          aside={
            <span className={styles.views}>
              <Button
                pressed={view === 'graph'}
                why={tooMany ? `A graph of more than ${MOST_IN_A_GRAPH} ops cannot be read.` : undefined}
                onPress={() => change({ view: 'graph' })}
              >
                Graph
              </Button>
              <Button pressed={view === 'list'} onPress={() => change({ view: 'list' })}>
                List
              </Button>
            </span>
          }
        >
          {view === 'graph' ? (
            <Suspense fallback={<Loading rows={6} what="the graph" />}>
              <JobGraph ops={job.ops} edges={job.edges} selected={op?.key} onSelect={(key) => change({ op: key })} />
            </Suspense>
          ) : (
            <OpList ops={job.ops} edges={job.edges} selected={op?.key} onSelect={(key) => change({ op: key })} />
          )}
        </Panel>
        {op && (
          <Panel
            title={<code>{op.key}</code>}
            aside={
              <Button variant="quiet" label="Close the op's details" onPress={() => change({ op: undefined })}>
                <X aria-hidden="true" size={14} />
              </Button>
            }
          >
            <OpDetails job={job} op={op} edges={job.edges} />
          </Panel>
        )}
      </div>
      {job.resources.length > 0 && <Resources resources={job.resources} />}
      <JobRuns job={job} />
    </>
  )
}

function Resources({ resources }: { readonly resources: Job['resources'] }) {
  return (
    <Panel title="Resources">
      <dl className={styles.resources}>
        {resources.map((resource) => (
          <div key={resource.key}>
            <dt>
              <code>{resource.key}</code>
            </dt>
            <dd className={styles.muted}>
              {resource.description ?? ''} {resource.hasConfig ? 'Takes config.' : ''}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function JobRuns({ job }: { readonly job: Job }) {
  const { data, refreshing, error, refresh } = useLiveQuery(RunsPageDocument, {
    filter: { jobName: job.name, locationName: job.locationName },
    cursor: null,
    limit: 10,
  })
  useRunNews(refresh)
  const runs = data?.runsOrError.__typename === 'Runs' ? data.runsOrError : undefined
  return (
    <Panel
      flush
      title="Runs"
      aside={
        runs && runs.count > 0 ? (
          <Link to="/runs" search={{ job: job.name, location: job.locationName }}>
            {formatCount(runs.count, 'run')}
          </Link>
        ) : undefined
      }
    >
      {error && <RequestError error={error} what="the job's runs" retry={refresh} />}
      {!runs && !error && <Loading rows={3} what="the job's runs" />}
      {runs?.results.length === 0 && <Empty title="This job has not run yet." />}
      {runs && runs.results.length > 0 && (
        <RunTable runs={runs.results} label={`Runs of ${job.name}`} columns={['tags']} dimmed={refreshing} />
      )}
    </Panel>
  )
}
