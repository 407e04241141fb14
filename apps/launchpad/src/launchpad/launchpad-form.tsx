import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from 'react'
import { readConfigDocument } from '../editor/config-document.ts'
import { type ConfigProblem, configProblems } from '../editor/config-problem.ts'
import type { ConfigPath } from '../editor/config-schema.ts'
import { quickFixes } from '../editor/quick-fix.ts'
import { scaffoldYaml } from '../editor/scaffold.ts'
import type { EditorHandle, MarkedProblem } from '../editor/yaml-editor.tsx'
import { Notice } from '../ui/notice.tsx'
import { Loading } from '../ui/states.tsx'
import { type Draft, launchTags } from './draft.ts'
import { DraftBar } from './draft-bar.tsx'
import { FieldDocsPanel } from './field-docs-panel.tsx'
import { LaunchBar } from './launch-bar.tsx'
import { LaunchNotice } from './launch-notice.tsx'
import styles from './launchpad-form.module.css'
import type { LaunchpadJob } from './launchpad-page.tsx'
import { OpSelectionField } from './op-selection-field.tsx'
import { ProblemList } from './problem-list.tsx'
import { TagsEditor } from './tags-editor.tsx'
import { useConfigCheck } from './use-config-check.ts'
import { useConfigSchema } from './use-config-schema.ts'
import type { HeldDraft } from './use-draft.ts'
import { useLaunch } from './use-launch.ts'

const YamlEditor = lazy(() => import('../editor/yaml-editor.tsx'))

/** Everything a launch consists of: config, tags, selection; what is wrong with it, and the button. */
export function LaunchpadForm({
  job,
  draft,
  held,
}: {
  readonly job: LaunchpadJob
  readonly draft: Draft
  readonly held: HeldDraft
}) {
  const { edit } = held
  const selection = useDeferredValue(draft.opSelection.trim())
  const selector = { locationName: job.locationName, jobName: job.name, opSelection: selection === '' ? null : selection }
  const schema = useConfigSchema(selector)
  const check = useConfigCheck(selector, draft.yaml, schema.hash ?? '')
  const editor = useRef<EditorHandle>(null)
  const [path, setPath] = useState<ConfigPath>()
  const launch = useLaunch(job, draft, held)
  const document = useMemo(() => readConfigDocument(draft.yaml), [draft.yaml])
  const serverProblems = launch.problems ?? check.problems
  const problems = useMemo(() => configProblems(document, serverProblems), [document, serverProblems])
  const marked = useMemo(
    () =>
      problems.map((problem): ConfigProblem & MarkedProblem => ({
        ...problem,
        fixes: fixesFor(problem, document, schema.schema),
      })),
    [problems, document, schema.schema],
  )
  const scaffold = useMemo(() => schema.schema && scaffoldYaml(schema.schema), [schema.schema])
  const tags = launchTags(draft.tags)
  const readiness = {
    launch: launch.state,
    validation: problems.length > 0 ? ('invalid' as const) : check.state,
    problemCount: problems.length,
    selectionProblem: (schema.selectionProblem ?? check.selectionProblem)?.message,
    tagProblem: tags.ok ? undefined : tags.message,
    jobProblem: check.jobProblem,
  }
  const host = {
    schema: () => schema.schema,
    changed: (yaml: string) => edit({ yaml }),
    moved: setPath,
    launch: (stay: boolean) => launch.press(readiness, stay),
  }
  return (
    <>
      <DraftBar job={job} held={held} draft={draft} scaffold={scaffold} onReplace={(yaml) => editor.current?.replace(yaml)} />
      {held.problem && <Notice kind="warning" title={`This browser cannot keep the draft: ${held.problem}`} />}
      {schema.unavailable && (
        <Notice
          kind="warning"
          title="The job's schema is not there, so nothing is completed; the server still checks the config."
        >
          <p>{schema.unavailable}</p>
        </Notice>
      )}
      <LaunchNotice launch={launch} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <OpSelectionField
            text={draft.opSelection}
            onText={(opSelection) => edit({ opSelection })}
            total={job.ops.length}
            selected={check.selectedOps}
            problem={schema.selectionProblem ?? check.selectionProblem}
          />
          <div className={styles.editor}>
            <Suspense fallback={<Loading rows={8} what="the editor" />}>
              <YamlEditor ref={editor} initial={draft.yaml} label="Run config, YAML" host={host} problems={marked} />
            </Suspense>
          </div>
          <p className={styles.hint}>
            Ctrl+Space completes. Tab indents; Esc, then Tab leaves the editor. <kbd>Ctrl</kbd>/<kbd>⌘</kbd>+<kbd>Enter</kbd>{' '}
            launches, with <kbd>Shift</kbd> and stays.
          </p>
        </div>
        <div className={styles.side}>
          <ProblemList
            problems={marked}
            check={check}
            onReveal={(range) => editor.current?.reveal(range)}
            onFix={(change) => editor.current?.apply(change)}
          />
          <FieldDocsPanel schema={schema.schema} path={path ?? []} />
          <TagsEditor
            tags={draft.tags}
            jobTags={job.tags}
            onTags={(next) => edit({ tags: next })}
            problem={tags.ok ? undefined : tags}
            refused={launch.tagProblems}
          />
        </div>
      </div>
      <LaunchBar
        job={job}
        check={check}
        readiness={readiness}
        tagCount={tags.ok ? tags.tags.length : draft.tags.length}
        onPress={(stay) => launch.press(readiness, stay)}
      />
    </>
  )
}

const fixesFor = (
  problem: ConfigProblem,
  document: ReturnType<typeof readConfigDocument>,
  schema: Parameters<typeof quickFixes>[2],
): MarkedProblem['fixes'] => (problem.problem ? quickFixes(document, problem.problem, schema) : [])
