import { useRef } from 'react'
import type { ServerProblem } from '../editor/config-problem.ts'
import YamlEditor, { type EditorHandle } from '../editor/yaml-editor.tsx'
import { ProblemList } from '../launchpad/problem-list.tsx'
import { useConfigProblems } from '../launchpad/use-config-problems.ts'
import { useConfigSchema } from '../launchpad/use-config-schema.ts'
import styles from './config-tab.module.css'

/** The config of the run, to be edited for the new one. Loaded with its editor, when it is first looked at. */
export default function ConfigTab({
  job,
  yaml,
  problems: serverProblems,
  onYaml,
  onLaunch,
}: {
  readonly job: { readonly locationName: string; readonly jobName: string }
  readonly yaml: string
  readonly problems: readonly ServerProblem[]
  readonly onYaml: (yaml: string) => void
  readonly onLaunch: () => void
}) {
  const editor = useRef<EditorHandle>(null)
  const { schema } = useConfigSchema({ locationName: job.locationName, jobName: job.jobName, opSelection: null })
  const problems = useConfigProblems(yaml, serverProblems, schema)
  const host = { schema: () => schema, changed: onYaml, moved: () => undefined, launch: onLaunch }
  return (
    <div className={styles.config}>
      <div className={styles.editor}>
        <YamlEditor ref={editor} initial={yaml} label="Run config of the new run, YAML" host={host} problems={problems} />
      </div>
      <div className={styles.side}>
        <ProblemList
          problems={problems}
          isValid={serverProblems.length === 0}
          onReveal={(range) => editor.current?.reveal(range)}
          onFix={(change) => editor.current?.apply(change)}
        />
      </div>
    </div>
  )
}
