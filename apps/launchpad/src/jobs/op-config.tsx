import { useMemo } from 'react'
import { useLiveQuery } from '../api/use-live-query.ts'
import type { Schema } from '../editor/config-schema.ts'
import { fieldDocs } from '../editor/field-docs.ts'
import { ConfigSchemaDocument } from '../generated/graphql.ts'
import styles from './op-details.module.css'
import { configPathOf } from './op-path.ts'

/** The fields of an op's config, with their types and defaults. */
export function OpConfig({ location, job, opKey }: { readonly location: string; readonly job: string; readonly opKey: string }) {
  const { data } = useLiveQuery(ConfigSchemaDocument, { selector: { locationName: location, jobName: job, opSelection: null } })
  const answer = data?.runConfigSchemaOrError
  const schema = answer?.__typename === 'RunConfigSchema' ? (answer.jsonSchema as Schema) : undefined
  const path = useMemo(() => configPathOf(opKey), [opKey])
  const fields = schema && fieldDocs(schema, path)?.fields
  if (!fields || fields.length === 0) return 'yes'
  return (
    <ul>
      {fields.map((field) => {
        const docs = fieldDocs(schema, [...path, field.name])
        return (
          <li key={field.name}>
            <code>{field.name}</code>{' '}
            <span className={styles.muted}>
              {field.type}
              {field.required && ', required'}
              {docs?.defaultValue !== undefined && `, default ${JSON.stringify(docs.defaultValue)}`}
            </span>
            {docs?.description && <p className={styles.muted}>{docs.description}</p>}
          </li>
        )
      })}
    </ul>
  )
}
