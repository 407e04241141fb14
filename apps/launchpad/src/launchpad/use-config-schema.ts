import { useEffect, useState } from 'react'
import { useLiveQuery } from '../api/use-live-query.ts'
import type { Schema } from '../editor/config-schema.ts'
import { ConfigSchemaDocument, type JobOrOpSelector, type SelectionProblemFragment } from '../generated/graphql.ts'

export interface ConfigSchema {
  /** Of the last selection that was valid. */
  readonly schema: Schema | undefined
  readonly defaultYaml: string | undefined
  readonly hash: string | undefined
  readonly selectionProblem: SelectionProblemFragment | undefined
  /** There will be no schema: raw YAML and the server's validation have to do. */
  readonly unavailable: string | undefined
}

export function useConfigSchema(selector: JobOrOpSelector): ConfigSchema {
  const { data, error } = useLiveQuery(ConfigSchemaDocument, { selector })
  const answer = data?.runConfigSchemaOrError
  const [last, setLast] = useState<{ readonly schema: Schema; readonly defaultYaml: string; readonly hash: string }>()
  useEffect(() => {
    if (answer?.__typename !== 'RunConfigSchema') return
    const { jsonSchema, defaultYaml, hash } = answer
    if (typeof jsonSchema === 'object' && jsonSchema !== null) setLast({ schema: jsonSchema as Schema, defaultYaml, hash })
  }, [answer])
  return {
    schema: last?.schema,
    defaultYaml: last?.defaultYaml,
    hash: last?.hash,
    selectionProblem: answer?.__typename === 'InvalidOpSelectionError' ? answer : undefined,
    unavailable:
      error?.message ??
      (answer && answer.__typename !== 'RunConfigSchema' && answer.__typename !== 'InvalidOpSelectionError'
        ? answer.message
        : undefined),
  }
}
