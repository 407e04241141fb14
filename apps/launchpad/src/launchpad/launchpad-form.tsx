import { useDeferredValue, useMemo, useRef, useState } from 'react'
import type { ConfigPath } from '../editor/config-schema.ts'
import { scaffoldYaml } from '../editor/scaffold.ts'
import type { EditorHandle } from '../editor/yaml-editor.tsx'
import { ConfigColumn } from './config-column.tsx'
import { type Draft, launchTags } from './draft.ts'
import { DraftBar } from './draft-bar.tsx'
import { FieldDocsPanel } from './field-docs-panel.tsx'
import { LaunchBar } from './launch-bar.tsx'
import { LaunchNotice } from './launch-notice.tsx'
import styles from './launchpad-form.module.css'
import type { LaunchpadJob } from './launchpad-page.tsx'
import { LaunchpadWarnings } from './launchpad-warnings.tsx'
import { ProblemList } from './problem-list.tsx'
import { TagsEditor } from './tags-editor.tsx'
import { useConfigCheck } from './use-config-check.ts'
import { useConfigProblems } from './use-config-problems.ts'
import { useConfigSchema } from './use-config-schema.ts'
import type { HeldDraft } from './use-draft.ts'
import { useLaunch } from './use-launch.ts'

interface FormProps {
  readonly job: LaunchpadJob
  readonly draft: Draft
  readonly held: HeldDraft
}

/** Everything a launch consists of: config, tags, selection; what is wrong with it, and the button. */
export function LaunchpadForm({ job, draft, held }: FormProps) {
  const { edit } = held
  const editor = useRef<EditorHandle>(null)
  const [path, setPath] = useState<ConfigPath>([])
  const { schema, check, launch, problems, selectionProblem, readiness, tags } = useLaunchpad(job, draft, held)
  const scaffold = useMemo(() => schema.schema && scaffoldYaml(schema.schema), [schema.schema])
  const press = (stay: boolean): void => launch.press(readiness, stay)
  const host = {
    schema: () => schema.schema,
    changed: (yaml: string) => edit({ yaml }),
    moved: (next: ConfigPath | undefined) => setPath(next ?? []),
    launch: press,
  }
  return (
    <>
      <DraftBar job={job} held={held} draft={draft} scaffold={scaffold} onReplace={(yaml) => editor.current?.replace(yaml)} />
      <LaunchpadWarnings keeping={held.problem} schema={schema.unavailable} />
      <LaunchNotice launch={launch} />
      <div className={styles.columns}>
        <ConfigColumn
          {...{ job, draft, check, selectionProblem, problems, host, editor }}
          onSelection={(opSelection) => edit({ opSelection })}
        />
        <div className={styles.side}>
          <ProblemList
            problems={problems}
            isValid={check.state === 'valid'}
            onReveal={(range) => editor.current?.reveal(range)}
            onFix={(change) => editor.current?.apply(change)}
          />
          <FieldDocsPanel schema={schema.schema} path={path} />
          <TagsEditor
            tags={draft.tags}
            jobTags={job.tags}
            onTags={(next) => edit({ tags: next })}
            problem={tags.ok ? undefined : tags}
            refused={launch.tagProblems}
          />
        </div>
      </div>
      <LaunchBar {...{ job, check, readiness }} tagCount={tags.ok ? tags.tags.length : draft.tags.length} onPress={press} />
    </>
  )
}

/** What is known of the launch that is being prepared. */
function useLaunchpad(job: LaunchpadJob, draft: Draft, held: HeldDraft) {
  const selection = useDeferredValue(draft.opSelection.trim())
  const selector = { locationName: job.locationName, jobName: job.name, opSelection: selection === '' ? null : selection }
  const schema = useConfigSchema(selector)
  const check = useConfigCheck(selector, draft.yaml, schema.hash ?? '')
  const launch = useLaunch(job, draft, held)
  const problems = useConfigProblems(draft.yaml, launch.problems ?? check.problems, schema.schema)
  const selectionProblem = schema.selectionProblem ?? check.selectionProblem
  const tags = launchTags(draft.tags)
  const readiness = {
    launch: launch.state,
    validation: problems.length > 0 ? ('invalid' as const) : check.state,
    problemCount: problems.length,
    selectionProblem: selectionProblem?.message,
    tagProblem: tags.ok ? undefined : tags.message,
    jobProblem: check.jobProblem,
  }
  return { schema, check, launch, problems, selectionProblem, readiness, tags }
}
