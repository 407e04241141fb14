import { useNavigate } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useUncached } from '../api/use-uncached.ts'
import { ReexecutionOptionsDocument, type ReexecutionStrategy, type RunHeaderFragment } from '../generated/graphql.ts'
import { type RunSearch, readRunSearch } from '../run/run-search.ts'
import { Button } from '../ui/button.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import styles from './reexecute.module.css'
import { newEdit, type ReexecutionEdit, type ReexecutionStart } from './reexecution-edit.ts'
import { STRATEGIES, STRATEGY_WORDS } from './strategy-words.ts'

const ReexecutionDialog = lazy(() => import('./reexecution-dialog.tsx'))

/** The ways to run it again: the likeliest one to press, the others in a menu. What is chosen is previewed first; the URL says which. */
export function Reexecute({ run, search }: { readonly run: RunHeaderFragment; readonly search: RunSearch }) {
  const navigate = useNavigate({ from: '/runs/$id' })
  // Here, and not in the dialog: closing it loses nothing.
  const [edit, setEdit] = useState<ReexecutionEdit>()
  const { options, start, whyNot } = useOptions(run)
  const show = (reexecute: ReexecutionStrategy | undefined, replace: boolean): void =>
    void navigate({ search: (held) => readRunSearch({ ...held, reexecute }), replace })
  const toLaunchpad = (): void => {
    const params = { loc: run.locationName, job: run.jobName }
    void navigate({ to: '/jobs/$loc/$job/launchpad', params, search: { from: run.id } })
  }
  const primary = options?.defaultStrategy ?? 'FROM_FAILURE'
  const items: readonly MenuItem[] = [
    ...STRATEGIES.map((strategy) => ({
      id: strategy,
      label: `${STRATEGY_WORDS[strategy].action}…`,
      why: whyNot(strategy),
      onChoose: () => show(strategy, false),
    })),
    { id: 'launchpad', label: 'Open in launchpad with this config', separated: true, onChoose: toLaunchpad },
  ]
  return (
    <>
      <span className={styles.split}>
        <Button onPress={() => show(primary, false)} why={whyNot(primary)}>
          <RotateCcw aria-hidden="true" size={13} />
          {STRATEGY_WORDS[primary].action}…
        </Button>
        <Menu label="More ways to run it again" items={items} />
      </span>
      {options && start && search.reexecute && (
        <Suspense>
          <ReexecutionDialog
            run={run}
            strategy={search.reexecute}
            options={options.strategies}
            start={start}
            edit={edit ?? newEdit(start, search.step ?? '')}
            onStrategy={(strategy) => show(strategy, true)}
            onEdit={setEdit}
            onClose={() => show(undefined, true)}
          />
        </Suspense>
      )}
    </>
  )
}

/** An empty object in the editor would only be in the way of the first key. */
const shownYaml = (yaml: string): string => (yaml === '{}\n' ? '' : yaml)

/** What the server allows, and what it starts from. Asked again when the run has moved on: one that has ended can do what one in progress cannot. */
function useOptions(run: RunHeaderFragment) {
  const { data, error } = useUncached(ReexecutionOptionsDocument, { runId: run.id }, run.status)
  const options = data?.reexecutionOptions.__typename === 'ReexecutionOptions' ? data.reexecutionOptions : undefined
  const start = useMemo<ReexecutionStart | undefined>(
    () => options && { yaml: shownYaml(options.runConfigYaml), tags: options.tags, opSelection: options.opSelection ?? '' },
    [options],
  )
  const whyNot = (strategy: ReexecutionStrategy): string | undefined => {
    if (error) return `The server could not be asked what can be done: ${error.message}`
    if (!options) return 'Asking what can be done.'
    return options.strategies.find((each) => each.strategy === strategy)?.problem ?? undefined
  }
  return { options, start, whyNot }
}
