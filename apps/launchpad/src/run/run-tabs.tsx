import { X } from 'lucide-react'
import { CapturedLogPanel } from '../captured-log/captured-log-panel.tsx'
import { EventsPanel } from '../events/events-panel.tsx'
import type { RunHeaderFragment } from '../generated/graphql.ts'
import { OutputsPanel } from '../metadata/outputs-panel.tsx'
import { AttemptsPanel } from '../run-group/attempts-panel.tsx'
import type { StepList } from '../timeline/step-list.ts'
import { Tabs } from '../ui/tabs.tsx'
import { ConfigPanel } from './config-panel.tsx'
import type { ChangeRunSearch } from './run-page.tsx'
import { RUN_TABS, type RunSearch, type RunTab } from './run-search.ts'
import styles from './run-tabs.module.css'

const LABELS: Readonly<Record<RunTab, string>> = {
  events: 'Events',
  stdout: 'stdout',
  stderr: 'stderr',
  outputs: 'Outputs',
  attempts: 'Attempts',
  config: 'Config',
}

interface RunTabsProps {
  readonly run: RunHeaderFragment
  readonly steps: StepList
  readonly search: RunSearch
  readonly onChange: ChangeRunSearch
}

/** What is known of the run, or of the step chosen in the timeline. */
export function RunTabs({ run, steps, search, onChange }: RunTabsProps) {
  const tab = search.tab ?? 'events'
  return (
    <Tabs
      label="About the run"
      tabs={RUN_TABS.map((id) => ({ id, label: LABELS[id] }))}
      selected={tab}
      onSelect={(id) => onChange({ tab: id === 'events' ? undefined : id, attempt: undefined })}
      aside={<ChosenStep steps={steps} search={search} onChange={onChange} />}
    >
      {tab === 'events' && <EventsPanel run={run} search={search} onChange={onChange} />}
      {(tab === 'stdout' || tab === 'stderr') && (
        <CapturedLogPanel run={run} stream={tab === 'stdout' ? 'STDOUT' : 'STDERR'} search={search} onChange={onChange} />
      )}
      {tab === 'outputs' && <OutputsPanel run={run} stepKey={search.step} />}
      {tab === 'attempts' && <AttemptsPanel run={run} stepKey={search.step} />}
      {tab === 'config' && <ConfigPanel run={run} />}
    </Tabs>
  )
}

function ChosenStep({ steps, search, onChange }: Omit<RunTabsProps, 'run'>) {
  if (!search.step) return null
  const attempts = steps.byKey.get(search.step)?.attempts ?? []
  return (
    <span className={styles.chosen}>
      <span>
        Step <code>{search.step}</code>
      </span>
      {attempts.length > 1 && (
        <label>
          <span className="visually-hidden">Attempt</span>
          <select
            value={search.attempt ?? ''}
            onChange={(event) => onChange({ attempt: event.target.value === '' ? undefined : Number(event.target.value) })}
          >
            <option value="">all attempts</option>
            {attempts.map(({ number }) => (
              <option key={number} value={number}>
                attempt {number}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        aria-label={`Show all steps, not only ${search.step}`}
        onClick={() => onChange({ step: undefined, attempt: undefined })}
      >
        <X aria-hidden="true" size={13} />
      </button>
    </span>
  )
}
