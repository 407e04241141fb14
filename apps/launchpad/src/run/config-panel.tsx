import type { RunHeaderFragment } from '../generated/graphql.ts'
import { CopyButton } from '../ui/copy-id.tsx'
import styles from './config-panel.module.css'

/** The run config as it was launched; secrets are names of environment variables, as they are stored. */
export function ConfigPanel({ run }: { readonly run: RunHeaderFragment }) {
  return (
    <div className={styles.panel}>
      <dl className={styles.facts}>
        <dt>Run</dt>
        <dd>
          <code>{run.id}</code>
        </dd>
        <dt>Code</dt>
        <dd>{run.generation ? <code>{run.generation}</code> : 'not known before the run starts'}</dd>
        <dt>Priority</dt>
        <dd>{run.priority}</dd>
        {run.opSelection && (
          <>
            <dt>Selection</dt>
            <dd>
              <code>{run.opSelection}</code>
            </dd>
          </>
        )}
      </dl>
      <div className={styles.code}>
        <span className={styles.copy}>
          <CopyButton text={run.runConfigYaml} label="Copy the run config" />
        </span>
        <pre>{run.runConfigYaml}</pre>
      </div>
    </div>
  )
}
