import { useMemo } from 'react'
import type { ConfigPath, Schema } from '../editor/config-schema.ts'
import { fieldDocs, showPath } from '../editor/field-docs.ts'
import { Panel } from '../ui/panel.tsx'
import styles from './field-docs-panel.module.css'

/** What the schema says of the place where the cursor is. */
export function FieldDocsPanel({ schema, path }: { readonly schema: Schema | undefined; readonly path: ConfigPath }) {
  const docs = useMemo(() => (schema ? fieldDocs(schema, path) : undefined), [schema, path])
  if (!schema) return null
  return (
    <Panel title={<code>{showPath(path)}</code>}>
      {!docs && <p className={styles.muted}>The job's config has no such field.</p>}
      {docs && (
        <div className={styles.docs}>
          <p>
            {docs.type}
            {docs.required && <strong>, required</strong>}
          </p>
          {docs.description && <p>{docs.description}</p>}
          {docs.defaultValue !== undefined && (
            <p className={styles.muted}>
              Default: <code>{JSON.stringify(docs.defaultValue)}</code>
            </p>
          )}
          {docs.fields.length > 0 && (
            <dl className={styles.fields}>
              {docs.fields.map((field) => (
                <div key={field.name}>
                  <dt>
                    <code>{field.name}</code>
                    {field.required && <span title="required">*</span>}
                  </dt>
                  <dd>{field.type}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      )}
    </Panel>
  )
}
