import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../api/api-context.ts'
import { useUncached } from '../api/use-uncached.ts'
import { formatBytes, shortId } from '../format/amount.ts'
import { type RunHeaderFragment, RunOutputsDocument, type RunOutputsQuery } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-id.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { isWide } from './metadata-kinds.ts'
import { MetadataList } from './metadata-list.tsx'
import styles from './outputs-panel.module.css'

type Connection = Extract<RunOutputsQuery['runOrError'], { __typename: 'Run' }>['outputs']
type Output = Connection['results'][number]

/** What the steps have stored, with the metadata they gave it; reports and plots first. */
export function OutputsPanel({ run, stepKey }: { readonly run: RunHeaderFragment; readonly stepKey: string | undefined }) {
  const variables = { runId: run.id, stepKey: stepKey ?? null, cursor: null }
  const { data, error, refresh } = useUncached(RunOutputsDocument, variables, run.eventsCursor)
  const first = data?.runOrError.__typename === 'Run' ? data.runOrError.outputs : undefined
  if (error) return <RequestError error={error} what="the outputs" retry={refresh} />
  if (!first) return <Loading rows={5} what="outputs" />
  if (first.results.length === 0) return <Empty title={stepKey ? `${stepKey} has stored nothing.` : 'Nothing is stored yet.'} />
  return <OutputList key={stepKey ?? ''} runId={run.id} stepKey={stepKey} first={first} />
}

function OutputList({
  runId,
  stepKey,
  first,
}: {
  readonly runId: string
  readonly stepKey: string | undefined
  readonly first: Connection
}) {
  const { uncached } = useApi()
  const [later, setLater] = useState<readonly Connection[]>([])
  const [problem, setProblem] = useState<string>()
  const last = later.at(-1) ?? first
  const more = async (): Promise<void> => {
    const { data, error } = await uncached
      .query(RunOutputsDocument, { runId, stepKey: stepKey ?? null, cursor: last.cursor })
      .toPromise()
    setProblem(error?.message)
    if (data?.runOrError.__typename === 'Run') setLater([...later, data.runOrError.outputs])
  }
  const outputs = [first, ...later].flatMap(({ results }) => results).toSorted((a, b) => interest(b) - interest(a))
  return (
    <div className={styles.panel}>
      {outputs.map((output) => (
        <OutputCard key={`${output.stepKey} ${output.output} ${output.mappingKey}`} runId={runId} output={output} />
      ))}
      {problem && <p role="alert">{problem}</p>}
      {last.hasMore && <Button onPress={() => void more()}>Show more</Button>}
    </div>
  )
}

/** What was made to be looked at comes before what was made to be read by the next step. */
const interest = ({ metadata }: Output): number => (metadata.some(({ kind }) => isWide(kind)) ? 2 : metadata.length > 0 ? 1 : 0)

function OutputCard({ runId, output }: { readonly runId: string; readonly output: Output }) {
  const name = output.output === 'result' ? output.stepKey : `${output.stepKey}.${output.output}`
  return (
    <article className={styles.output}>
      <header className={styles.header}>
        <h3>
          <code>
            {name}
            {output.mappingKey !== null && `[${output.mappingKey}]`}
          </code>
        </h3>
        <span className={styles.facts}>
          {output.sizeBytes !== null && `${formatBytes(output.sizeBytes)} · `}
          {output.codec !== null && `${output.codec} · `}
          {output.ioManager}
          {output.originRunId !== runId && (
            <>
              {' '}
              · from run{' '}
              <Link to="/runs/$id" params={{ id: output.originRunId }}>
                {shortId(output.originRunId)}
              </Link>
            </>
          )}
        </span>
      </header>
      <p className={styles.location}>
        <code>{output.location}</code>
        <CopyButton text={output.location} label="Copy where it lies" />
      </p>
      <MetadataList entries={output.metadata} />
    </article>
  )
}
