import { type ReactNode, useMemo, useState } from 'react'
import { formatCount } from '../format/amount.ts'
import type { RunHeaderFragment, StepStatus } from '../generated/graphql.ts'
import { isFinishedRun } from '../status/status-words.ts'
import type { StepList } from '../timeline/step-list.ts'
import { Timeline } from '../timeline/timeline.tsx'
import type { TimelineSort } from '../timeline/timeline-rows.ts'
import { Button } from '../ui/button.tsx'
import field from '../ui/field.module.css'
import { SearchField } from '../ui/search-field.tsx'
import { Empty, Loading } from '../ui/states.tsx'
import type { ChangeRunSearch } from './run-page.tsx'
import { type RunSearch, SORTS } from './run-search.ts'
import styles from './steps-panel.module.css'

const SORT_WORDS: Readonly<Record<TimelineSort, string>> = {
  plan: 'Plan order',
  start: 'Start',
  duration: 'Longest first',
  name: 'Name',
}

const REUSED: readonly StepStatus[] = ['REUSED', 'MARKED_DONE']

const HIDEABLE: readonly { readonly label: string; readonly statuses: readonly StepStatus[] }[] = [
  { label: 'succeeded', statuses: ['SUCCESS'] },
  { label: 'reused', statuses: REUSED },
  { label: 'skipped', statuses: ['SKIPPED'] },
  { label: 'not started', statuses: ['NOT_STARTED'] },
]

/** The timeline with what to show of it. */
export function StepsPanel({
  run,
  steps,
  loaded,
  search,
  onChange,
}: {
  readonly run: RunHeaderFragment
  readonly steps: StepList
  readonly loaded: boolean
  readonly search: RunSearch
  readonly onChange: ChangeRunSearch
}) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const view = useMemo(
    () => ({ toggled, hidden: new Set(search.hide ?? []), search: search.steps ?? '', sort: search.sort ?? 'plan' }),
    [toggled, search.hide, search.steps, search.sort],
  )
  const toggle = (id: string): void => {
    const next = new Set(toggled)
    if (!next.delete(id)) next.add(id)
    setToggled(next)
  }
  return (
    <section className={styles.panel} aria-label="Steps">
      <StepsToolbar search={search} onChange={onChange} hasReused={run.stepCounts.reused + run.stepCounts.markedDone > 0}>
        {formatCount(run.stepCounts.total, 'step')}
      </StepsToolbar>
      {!loaded && <Loading rows={6} what="steps" />}
      {loaded && steps.order.length === 0 && <Empty title={whyNoSteps(run)} />}
      {loaded && steps.order.length > 0 && (
        <Timeline
          steps={steps}
          view={view}
          run={{
            start: run.startedAt ?? run.startingAt ?? run.createdAt,
            end: isFinishedRun(run.status) ? (run.endedAt ?? run.createdAt) : null,
          }}
          selected={search.step}
          onSelect={(step) => onChange({ step, attempt: undefined })}
          onToggle={toggle}
        />
      )}
    </section>
  )
}

const whyNoSteps = (run: RunHeaderFragment): string =>
  isFinishedRun(run.status) ? 'The run ended before it had a plan.' : 'The steps are planned when the run starts.'

function StepsToolbar({
  search,
  onChange,
  hasReused,
  children,
}: {
  readonly search: RunSearch
  readonly onChange: ChangeRunSearch
  readonly hasReused: boolean
  readonly children: ReactNode
}) {
  const hide = search.hide ?? []
  const isHidden = (statuses: readonly StepStatus[]): boolean => statuses.every((status) => hide.includes(status))
  const toggleHidden = (statuses: readonly StepStatus[]): void =>
    onChange({ hide: isHidden(statuses) ? hide.filter((status) => !statuses.includes(status)) : [...hide, ...statuses] })
  return (
    <div className={styles.toolbar}>
      <h2 className={styles.title}>{children}</h2>
      <SearchField
        label="Find steps"
        placeholder="Find steps"
        text={search.steps ?? ''}
        onText={(steps) => onChange({ steps })}
      />
      <fieldset className={styles.hide}>
        <legend>Hide</legend>
        {HIDEABLE.filter(({ statuses }) => hasReused || statuses !== REUSED).map(({ label, statuses }) => (
          <Button key={label} pressed={isHidden(statuses)} onPress={() => toggleHidden(statuses)}>
            {label}
          </Button>
        ))}
      </fieldset>
      <label className={styles.sort}>
        Sort
        <select
          className={field.select}
          value={search.sort ?? 'plan'}
          onChange={(event) => onChange({ sort: SORTS.find((sort) => sort === event.target.value && sort !== 'plan') })}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {SORT_WORDS[sort]}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
