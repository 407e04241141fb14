import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLiveQuery } from '../api/use-live-query.ts'
import { shortId } from '../format/amount.ts'
import { LaunchpadJobDocument, type LaunchpadJobQuery, RunToCopyDocument } from '../generated/graphql.ts'
import { JobMissing } from '../jobs/job-missing.tsx'
import { Page } from '../ui/page.tsx'
import { Loading, RequestError } from '../ui/states.tsx'
import { contentOfRun, MAIN_DRAFT, newDraft } from './draft.ts'
import { LaunchpadForm } from './launchpad-form.tsx'
import styles from './launchpad-page.module.css'
import { useConfigSchema } from './use-config-schema.ts'
import { useDraft } from './use-draft.ts'

export type LaunchpadJob = Extract<LaunchpadJobQuery['jobOrError'], { __typename: 'Job' }>

export function LaunchpadPage() {
  const { loc, job: name } = useParams({ from: '/jobs/$loc/$job/launchpad' })
  const search = useSearch({ from: '/jobs/$loc/$job/launchpad' })
  const { data, error, refresh } = useLiveQuery(LaunchpadJobDocument, { selector: { locationName: loc, jobName: name } })
  const job = data?.jobOrError
  return (
    <Page
      fill
      title={`Launch ${name}`}
      heading={
        <>
          <Link to="/jobs">Jobs</Link> /{' '}
          <Link to="/jobs/$loc/$job" params={{ loc, job: name }}>
            {name}
          </Link>{' '}
          / Launch
        </>
      }
    >
      {error && <RequestError error={error} what={`the job "${name}"`} retry={refresh} />}
      {!job && !error && <Loading rows={10} what="the job" />}
      {job && job.__typename !== 'Job' && <JobMissing problem={job} location={loc} />}
      {job?.__typename === 'Job' &&
        (search.from ? (
          <DraftFromRun job={job} runId={search.from} />
        ) : (
          <DraftForm key={`${job.id} ${search.draft}`} job={job} draftId={search.draft ?? MAIN_DRAFT} />
        ))}
    </Page>
  )
}

/** Reads the draft, or begins one with the job's default config; typing need not wait for anything but that. */
function DraftForm({ job, draftId }: { readonly job: LaunchpadJob; readonly draftId: string }) {
  const held = useDraft({ locationName: job.locationName, jobName: job.name }, draftId)
  const { draft, loaded, put } = held
  const { defaultYaml, unavailable } = useConfigSchema({ locationName: job.locationName, jobName: job.name, opSelection: null })
  useEffect(() => {
    if (!loaded || draft || (defaultYaml === undefined && unavailable === undefined)) return
    // An empty object in the editor would only be in the way of the first key.
    const content = { yaml: defaultYaml === '{}\n' ? '' : (defaultYaml ?? ''), tags: [], opSelection: '' }
    put(
      newDraft({
        id: draftId,
        locationName: job.locationName,
        jobName: job.name,
        source: { kind: 'default' },
        content,
        now: Date.now(),
      }),
    )
  }, [loaded, draft, defaultYaml, unavailable, draftId, job, put])
  if (!draft) return <Loading rows={10} what="your draft" />
  return <LaunchpadForm job={job} held={held} draft={draft} />
}

/** Begins a draft with what a run was launched with, once; coming back finds the draft as it was left. */
function DraftFromRun({ job, runId }: { readonly job: LaunchpadJob; readonly runId: string }) {
  const navigate = useNavigate({ from: '/jobs/$loc/$job/launchpad' })
  const id = `run-${shortId(runId)}`
  const { draft, loaded, put } = useDraft({ locationName: job.locationName, jobName: job.name }, id)
  const { data, error, refresh } = useLiveQuery(RunToCopyDocument, { runId })
  const run = data?.runOrError
  useEffect(() => {
    if (!loaded || (!draft && run?.__typename !== 'Run')) return
    if (!draft && run?.__typename === 'Run') {
      const content = contentOfRun({ ...run, jobTags: job.tags })
      put(
        newDraft({
          id,
          locationName: job.locationName,
          jobName: job.name,
          source: { kind: 'run', runId },
          content,
          now: Date.now(),
        }),
      )
      return
    }
    void navigate({ search: { draft: id }, replace: true })
  }, [loaded, draft, run, id, runId, job, put, navigate])
  if (error) return <RequestError error={error} what="the run" retry={refresh} />
  if (run?.__typename === 'RunNotFoundError') return <p className={styles.missing}>{run.message}</p>
  return <Loading rows={6} what="the run's config" />
}
