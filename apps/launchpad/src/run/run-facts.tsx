import { Link } from '@tanstack/react-router'
import { shortId } from '../format/amount.ts'
import { formatDuration } from '../format/duration.ts'
import type { RunHeaderFragment } from '../generated/graphql.ts'
import { TagLink } from '../runs/tag-link.tsx'
import { runSentence } from '../status/run-sentence.ts'
import { runPhases } from '../status/run-times.ts'
import { isFinishedRun, RUN_STATUS_WORDS } from '../status/status-words.ts'
import { SYSTEM_TAGS } from '../status/system-tags.ts'
import { ToneIcon } from '../ui/status-mark.tsx'
import { TagList } from '../ui/tag-list.tsx'
import { useNow } from '../ui/use-now.ts'
import { When } from '../ui/when.tsx'
import styles from './run-facts.module.css'

/** The state of the run in a sentence, where its time went, and what it was launched with. */
export function RunFacts({ run }: { readonly run: RunHeaderFragment }) {
  const now = useNow(isFinishedRun(run.status) ? 0 : 1000)
  const phases = runPhases(run, now)
  return (
    <div className={styles.facts}>
      <p className={styles.sentence}>
        <ToneIcon tone={RUN_STATUS_WORDS[run.status].tone} size={16} />
        {runSentence(run, now)}
      </p>
      <dl className={styles.list}>
        <Fact name="Launched">
          <When at={run.createdAt} /> {originWords(run)}
        </Fact>
        <Fact name="Queued">{formatDuration(phases.queuedMs)}</Fact>
        {phases.startingMs !== null && <Fact name="Starting">{formatDuration(phases.startingMs)}</Fact>}
        {phases.runningMs !== null && <Fact name="Running">{formatDuration(phases.runningMs)}</Fact>}
        <Fact name="Location">{run.locationName}</Fact>
        {run.opSelection && (
          <Fact name="Selection">
            <code>{run.opSelection}</code>
          </Fact>
        )}
        {run.parentRunId && (
          <Fact name="Parent">
            <Link to="/runs/$id" params={{ id: run.parentRunId }}>
              <code>{shortId(run.parentRunId)}</code>
            </Link>
          </Fact>
        )}
      </dl>
      <TagList
        tags={run.tags.filter(({ key }) => !SYSTEM_TAGS.has(key))}
        wrap={(tag, text) => <TagLink tag={tag}>{text}</TagLink>}
      />
    </div>
  )
}

const originWords = ({ origin, launchedBy }: RunHeaderFragment): string =>
  `${origin === 'manual' ? 'by hand' : `by ${origin}`}${launchedBy ? `, ${launchedBy}` : ''}`

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
