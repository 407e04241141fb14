import { lazy, Suspense, useState } from 'react'
import { shortId } from '../format/amount.ts'
import type { ReexecutionStrategy, RunHeaderFragment } from '../generated/graphql.ts'
import { launchTags } from '../launchpad/draft.ts'
import { TagsEditor } from '../launchpad/tags-editor.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty, Loading } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { PreviewTab } from './preview-tab.tsx'
import styles from './reexecution-dialog.module.css'
import { changesOf, type ReexecutionEdit, type ReexecutionStart, reexecutionParams, withMarks } from './reexecution-edit.ts'
import { SelectionField, StrategyField, type StrategyOption } from './reexecution-fields.tsx'
import { ReexecutionFooter } from './reexecution-footer.tsx'
import { ReexecutionProblems } from './reexecution-problems.tsx'
import { type RefusalParts, refusalParts } from './refusal-parts.ts'
import { STRATEGY_WORDS } from './strategy-words.ts'
import { type PreviewState, usePreview } from './use-preview.ts'
import { useReexecute } from './use-reexecute.ts'
import { whyNotReexecutable } from './why-not.ts'

const ConfigTab = lazy(() => import('./config-tab.tsx'))

export interface ReexecutionDialogProps {
  readonly run: RunHeaderFragment
  readonly strategy: ReexecutionStrategy
  readonly options: readonly StrategyOption[]
  readonly start: ReexecutionStart
  readonly edit: ReexecutionEdit
  readonly onStrategy: (strategy: ReexecutionStrategy) => void
  readonly onEdit: (edit: ReexecutionEdit) => void
  readonly onClose: () => void
}

type TabId = 'plan' | 'config' | 'tags'

/** What a re-execution would do, before it is launched, and what may be changed for it. */
export default function ReexecutionDialog(props: ReexecutionDialogProps) {
  const { run, strategy, options, start, edit, onStrategy, onEdit, onClose } = props
  const [tab, setTab] = useState<TabId>('plan')
  const params = reexecutionParams(run.id, strategy, { start, edit })
  const state = usePreview(params)
  const launch = useReexecute(params)
  const refusal = refusalParts(params && (launch.refusal ?? state.refusal))
  const tags = launchTags(edit.tags)
  const why = whyNotReexecutable({ strategy, edit, tags, refusal, launch: launch.state })
  const press = (): void => {
    if (why === undefined) launch.press()
  }
  return (
    <Dialog
      title={`${STRATEGY_WORDS[strategy].action}: ${run.jobName}, run ${shortId(run.id)}`}
      onClose={onClose}
      onSubmit={press}
    >
      <div className={styles.fields}>
        <StrategyField strategy={strategy} options={options} onStrategy={onStrategy} />
        <SelectionField strategy={strategy} edit={edit} onEdit={onEdit} problem={refusal.selection} />
      </div>
      <ReexecutionProblems state={state} refusal={refusal} launch={launch} />
      <Tabs label="About the re-execution" tabs={tabsOf(props, refusal)} selected={tab} onSelect={setTab}>
        <TabContent {...{ props, tab, state: params && state, refusal, why }} onLaunch={press} />
      </Tabs>
      <ReexecutionFooter state={params && state} launch={launch} why={why} onPress={press} onClose={onClose} />
    </Dialog>
  )
}

function TabContent({
  props: { run, edit, onEdit },
  tab,
  state,
  refusal,
  why,
  onLaunch,
}: {
  readonly props: ReexecutionDialogProps
  readonly tab: TabId
  /** Undefined where no plan can be asked for yet. */
  readonly state: PreviewState | undefined
  readonly refusal: RefusalParts
  readonly why: string | undefined
  readonly onLaunch: () => void
}) {
  if (tab === 'config') {
    return (
      <Suspense fallback={<Loading rows={8} what="the editor" />}>
        <ConfigTab
          job={run}
          yaml={edit.yaml}
          problems={refusal.config}
          onYaml={(yaml) => onEdit({ ...edit, yaml })}
          onLaunch={onLaunch}
        />
      </Suspense>
    )
  }
  if (tab === 'tags') {
    const tags = launchTags(edit.tags)
    return (
      <div className={styles.tags}>
        <TagsEditor
          tags={edit.tags}
          jobTags={[]}
          onTags={(next) => onEdit({ ...edit, tags: next })}
          problem={tags.ok ? undefined : tags}
          refused={refusal.tags}
        />
      </div>
    )
  }
  if (!state) return <Empty title="There is no plan yet.">{why}</Empty>
  return (
    <PreviewTab
      state={state}
      marks={edit.marks}
      markProblems={refusal.marks}
      onMarks={(stepKey, marks) => onEdit(withMarks(edit, stepKey, marks))}
    />
  )
}

function tabsOf({ start, edit }: ReexecutionDialogProps, refusal: RefusalParts): readonly Tab<TabId>[] {
  const changes = changesOf(start, edit)
  const note = (problems: number, isChanged: boolean): { readonly note?: string } => {
    if (problems > 0) return { note: problems === 1 ? '1 problem' : `${problems} problems` }
    return isChanged ? { note: 'edited' } : {}
  }
  return [
    { id: 'plan', label: 'Plan', ...note(refusal.marks.length, false) },
    { id: 'config', label: 'Config', ...note(refusal.config.length, changes.config) },
    { id: 'tags', label: 'Tags', ...note(refusal.tags.length, changes.tags) },
  ]
}
