import type { OpNodeFragment } from '../generated/graphql.ts'
import { TagList } from '../ui/tag-list.tsx'
import { edgeWords, type JobEdge } from './edge-words.ts'
import { OpConfig } from './op-config.tsx'
import styles from './op-details.module.css'

/** Everything the definition says of one op. */
export function OpDetails({
  job,
  op,
  edges,
}: {
  readonly job: { readonly name: string; readonly locationName: string }
  readonly op: OpNodeFragment
  readonly edges: readonly JobEdge[]
}) {
  return (
    <div className={styles.details}>
      {op.description && <p>{op.description}</p>}
      <dl className={styles.facts}>
        {op.opName !== op.key && <Fact name="Op">{op.opName}</Fact>}
        <Fact name="Retries">{op.retry ?? 'none'}</Fact>
        {op.timeoutSeconds !== null && <Fact name="Timeout">{op.timeoutSeconds} s for each attempt</Fact>}
        {op.mapOver && (
          <Fact name="Runs for">
            each item of <code>{op.mapOver.key}</code>
            {op.mapOver.output !== 'result' && <code>.{op.mapOver.output}</code>}
          </Fact>
        )}
        <Fact name="Config">
          {op.hasConfig ? <OpConfig location={job.locationName} job={job.name} opKey={op.key} /> : 'none'}
        </Fact>
        {op.resources.length > 0 && <Fact name="Resources">{op.resources.join(', ')}</Fact>}
        {op.pool && <Fact name="Pool">{op.pool}</Fact>}
        {op.codeVersion && <Fact name="Code version">{op.codeVersion}</Fact>}
        {op.tags.length > 0 && (
          <Fact name="Tags">
            <TagList tags={op.tags} />
          </Fact>
        )}
        {op.ins.length > 0 && (
          <Fact name="Inputs">
            <ul>
              {op.ins.map((input) => (
                <li key={input.name}>
                  <code>{input.name}</code>
                  {input.optional && <span className={styles.muted}> optional</span>}
                  <span className={styles.muted}> {edgeWords(edges, op.key, input.name)}</span>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {edges.some((edge) => edge.to === op.key && edge.kind === 'AFTER') && (
          <Fact name="After">
            {edges
              .filter((edge) => edge.to === op.key && edge.kind === 'AFTER')
              .map((edge) => edge.from)
              .join(', ')}
          </Fact>
        )}
        <Fact name="Outputs">
          <ul>
            {op.outs.map((out) => (
              <li key={out.name}>
                <code>{out.name}</code>
                {out.dynamic && <span className={styles.muted}> many items</span>}
                {!out.required && <span className={styles.muted}> may be left out</span>}
                <span className={styles.muted}> stored by {out.ioManager}</span>
                {out.asset && <span className={styles.muted}> asset {out.asset}</span>}
                {out.description && <p className={styles.muted}>{out.description}</p>}
              </li>
            ))}
          </ul>
        </Fact>
      </dl>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
