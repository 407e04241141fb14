import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { Group, type PanelImperativeHandle, Panel as ResizablePanel, Separator } from 'react-resizable-panels'
import { useApi } from '../api/api-context.ts'
import { useLiveQuery } from '../api/use-live-query.ts'
import { shortId } from '../format/amount.ts'
import { type RunHeaderFragment, RunPageDocument } from '../generated/graphql.ts'
import { GroupStrip } from '../run-group/group-strip.tsx'
import { RetryDecision } from '../run-group/retry-decision.tsx'
import { type RunGroup, useRunGroup } from '../run-group/use-run-group.ts'
import { RUN_STATUS_WORDS } from '../status/status-words.ts'
import type { StepList } from '../timeline/step-list.ts'
import { ROW_HEIGHT } from '../timeline/timeline.tsx'
import { timelineRows } from '../timeline/timeline-rows.ts'
import { CopyButton } from '../ui/copy-id.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { FailureCard } from './failure-card.tsx'
import { QueueReason } from './queue-reason.tsx'
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
  const group = useRunGroup(run.id)
  const { steps, loaded, problem } = useSyncExternalStore(feed.state.subscribe, feed.state.get)
  const change: ChangeRunSearch = (next) =>
    void navigate({ search: (held) => readRunSearch({ ...held, ...next }), replace: true })
  // With the group its strip comes, and with that another height to share.
  const stepsPart = useFittedHeight(loaded && group ? steps : undefined)
  const stepsPanel = <StepsPanel run={run} steps={steps} loaded={loaded} search={search} onChange={change} />
  const tabs = <RunTabs run={run} steps={steps} search={search} onChange={change} />
  return (
    <Page
      fill
      title={`${RUN_STATUS_WORDS[run.status].word}: ${run.jobName} ${shortId(run.id)}`}
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
      actions={<RunActions run={run} search={search} />}
    >
      <RunWords run={run} group={group} onChange={change} />
      {problem && <Notice kind="error" title={`The steps could not be read: ${problem}`} />}
      {wide ? (
        <Group orientation="vertical" className={styles.split}>
          <ResizablePanel panelRef={stepsPart} defaultSize="46%" minSize="15%" className={styles.part}>
            {stepsPanel}
          </ResizablePanel>
          <Separator className={styles.separator} aria-label="Height of the steps" />
          <ResizablePanel minSize="20%" className={styles.part}>
            {tabs}
          </ResizablePanel>
        </Group>
      ) : (
        <>
          <div className={styles.stackedSteps} style={{ height: `min(46dvh, ${stepsHeight(steps)}px)` }}>
            {stepsPanel}
          </div>
          <div className={styles.stackedTabs}>{tabs}</div>
        </>
      )}
    </Page>
  )
}

/** What there is to say of the run besides its steps. */
function RunWords({
  run,
  group,
  onChange,
}: {
  readonly run: RunHeaderFragment
  readonly group: RunGroup | undefined
  readonly onChange: ChangeRunSearch
}) {
  return (
    <>
      <RunFacts run={run} />
      {group && <GroupStrip group={group} runId={run.id} />}
      {run.status === 'QUEUED' && <QueueReason run={run} />}
      {run.failure && <FailureCard run={run} failure={run.failure} group={group} onChange={onChange} />}
      {!run.failure && <RetryDecision run={run} group={group} />}
    </>
  )
}

const TOOLBAR_AND_AXIS_PX = 68
const LEAST_PX = 150

/** What the steps would fill, folded as they are at first. */
function stepsHeight(steps: StepList): number {
  const { length } = timelineRows(steps, { toggled: new Set(), hidden: new Set(), search: '', sort: 'plan' })
  return Math.max(LEAST_PX, TOOLBAR_AND_AXIS_PX + length * ROW_HEIGHT)
}

/** Gives the steps, once they are known, no more height than they fill; from then on it is the reader's to change. */
function useFittedHeight(steps: StepList | undefined) {
  const part = useRef<PanelImperativeHandle>(null)
  const fitted = useRef(false)
  useEffect(() => {
    if (!steps || steps.order.length === 0 || fitted.current || !part.current) return
    fitted.current = true
    part.current.resize(Math.min(stepsHeight(steps), window.innerHeight * 0.44))
  }, [steps])
  return part
}
