import { lazy, type Ref, Suspense } from 'react'
import type { EditorHost } from '../editor/editor-extensions.ts'
import type { EditorHandle } from '../editor/yaml-editor.tsx'
import type { SelectionProblemFragment } from '../generated/graphql.ts'
import { Loading } from '../ui/states.tsx'
import styles from './config-column.module.css'
import type { Draft } from './draft.ts'
import type { LaunchpadJob } from './launchpad-page.tsx'
import { OpSelectionField } from './op-selection-field.tsx'
import { selectionWords } from './selection-words.ts'
import type { ConfigCheck } from './use-config-check.ts'
import type { FixableProblem } from './use-config-problems.ts'

const YamlEditor = lazy(() => import('../editor/yaml-editor.tsx'))

/** Which ops to run, and with what config. */
export function ConfigColumn({
  job,
  draft,
  check,
  selectionProblem,
  problems,
  host,
  editor,
  onSelection,
}: {
  readonly job: LaunchpadJob
  readonly draft: Draft
  readonly check: ConfigCheck
  readonly selectionProblem: SelectionProblemFragment | undefined
  readonly problems: readonly FixableProblem[]
  readonly host: EditorHost
  readonly editor: Ref<EditorHandle>
  readonly onSelection: (opSelection: string) => void
}) {
  return (
    <div className={styles.column}>
      <OpSelectionField
        text={draft.opSelection}
        onText={onSelection}
        says={selectionWords(check.selectedOps?.length, job.ops.length)}
        problem={selectionProblem}
      />
      <div className={styles.editor}>
        <Suspense fallback={<Loading rows={8} what="the editor" />}>
          <YamlEditor ref={editor} initial={draft.yaml} label="Run config, YAML" host={host} problems={problems} />
        </Suspense>
      </div>
      <p className={styles.hint}>
        Ctrl+Space completes. Tab indents; Esc, then Tab leaves the editor. <kbd>Ctrl</kbd>/<kbd>⌘</kbd>+<kbd>Enter</kbd>{' '}
        launches, with <kbd>Shift</kbd> and stays.
      </p>
    </div>
  )
}
