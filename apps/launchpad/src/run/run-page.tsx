import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { Group, Panel as ResizablePanel, Separator } from 'react-resizable-panels'
import { useApi } from '../api/api-context.ts'
import { useLiveQuery } from '../api/use-live-query.ts'
import { shortId } from '../format/amount.ts'
import { type RunHeaderFragment, RunPageDocument } from '../generated/graphql.ts'
import { CopyButton } from '../ui/copy-id.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { FailureCard } from './failure-card.tsx'
import { RunActions } from './run-actions.tsx'
import { RunFacts } from './run-facts.tsx'
import { runFeed } from './run-feed.ts'
import styles from './run-page.module.css'
import { type RunSearch, readRunSearch } from './run-search.ts'
import { runSource } from './run-source.ts'
import { RunTabs } from './run-tabs.tsx'
import { StepsPanel } from './steps-panel.tsx'

export type ChangeRunSearch = (change: { [Key in keyof RunSearch]?: RunSearch[Key] | undefined }) => void

export function RunPage() {
  const { id } = useParams({ from: '/runs/$id' })
  const { data, error, refresh } = useLiveQuery(RunPageDocument, { runId: id })
  const run = data?.runOrError
  if (run?.__typename === 'Run') return <KnownRun key={id} run={run} refresh={refresh} />
  return (
    <Page title={`Run ${shortId(id)}`}>
      {error && <RequestError error={error} what="the run" retry={refresh} />}
      {!run && !error && <Loading rows={10} what="the run" />}
      {run?.__typename === 'RunNotFoundError' && (
        <Empty title={`There is no run "${id}".`}>
          <p>
            It was deleted, or never existed. <Link to="/runs">Look among all runs</Link>.
          </p>
        </Empty>
      )}
    </Page>
  )
}

function KnownRun({ run, refresh }: { readonly run: RunHeaderFragment; readonly refresh: () => void }) {
  const api = useApi()
  const search = useSearch({ from: '/runs/$id' })
  const navigate = useNavigate({ from: '/runs/$id' })
  const wide = useMediaQuery('(min-width: 1100px)')
  const feed = useMemo(() => runFeed(runSource(api, run.id)), [api, run.id])
  useEffect(() => feed.start(), [feed])
  useEffect(() => api.connection.onCatchUp(refresh), [api, refresh])
  const { steps, loaded, problem } = useSyncExternalStore(feed.state.subscribe, feed.state.get)
  const change: ChangeRunSearch = (next) =>
    void navigate({ search: (held) => readRunSearch({ ...held, ...next }), replace: true })
  const stepsPanel = <StepsPanel run={run} steps={steps} loaded={loaded} search={search} onChange={change} />
  const tabs = <RunTabs run={run} steps={steps} search={search} onChange={change} />
  return (
    <Page
      fill
      title={`${run.jobName} ${shortId(run.id)}`}
      heading={
        <span className={styles.heading}>
          <Link to="/jobs/$loc/$job" params={{ loc: run.locationName, job: run.jobName }}>
            {run.jobName}
          </Link>
          <span className={styles.id}>
            run <code>{shortId(run.id)}</code>
            <CopyButton text={run.id} label="Copy run id" />
          </span>
        </span>
      }
      actions={<RunActions run={run} />}
    >
      <RunFacts run={run} />
      {run.failure && <FailureCard run={run} failure={run.failure} onChange={change} />}
      {problem && <Notice kind="error" title={`The steps could not be read: ${problem}`} />}
      {wide ? (
        <Group orientation="vertical" className={styles.split}>
          <ResizablePanel defaultSize="46%" minSize="15%" className={styles.part}>
            {stepsPanel}
          </ResizablePanel>
          <Separator className={styles.separator} aria-label="Height of the steps" />
          <ResizablePanel minSize="20%" className={styles.part}>
            {tabs}
          </ResizablePanel>
        </Group>
      ) : (
        <>
          <div className={styles.stackedSteps}>{stepsPanel}</div>
          <div className={styles.stackedTabs}>{tabs}</div>
        </>
      )}
    </Page>
  )
}
