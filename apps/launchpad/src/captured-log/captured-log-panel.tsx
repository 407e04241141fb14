import { Download } from 'lucide-react'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useApi } from '../api/api-context.ts'
import type { Api } from '../api/client.ts'
import { useUncached } from '../api/use-uncached.ts'
import { formatBytes } from '../format/amount.ts'
import {
  CapturedLogKeysDocument,
  CapturedLogPartDocument,
  CapturedLogTailDocument,
  type LogStream,
  type RunHeaderFragment,
} from '../generated/graphql.ts'
import type { ChangeRunSearch } from '../run/run-page.tsx'
import type { RunSearch } from '../run/run-search.ts'
import { isFinishedRun } from '../status/status-words.ts'
import field from '../ui/field.module.css'
import { Notice } from '../ui/notice.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import styles from './captured-log-panel.module.css'
import { capturedStream, type StreamSource } from './captured-stream.ts'
import { chooseStream, type StreamInfo, streamName } from './choose-stream.ts'
import { LogView } from './log-view.tsx'

interface PanelProps {
  readonly run: RunHeaderFragment
  readonly stream: LogStream
  readonly search: RunSearch
  readonly onChange: ChangeRunSearch
}

/** What steps printed, one attempt at a time. */
export function CapturedLogPanel({ run, stream, search, onChange }: PanelProps) {
  const { data, error, refresh } = useUncached(CapturedLogKeysDocument, { runId: run.id }, run.eventsCursor)
  const streams = useMemo(
    () =>
      data?.runOrError.__typename === 'Run' ? data.runOrError.capturedLogKeys.filter((key) => key.stream === stream) : undefined,
    [data, stream],
  )
  if (error) return <RequestError error={error} what="what the steps printed" retry={refresh} />
  if (!streams) return <Loading rows={5} what="what the steps printed" />
  const chosen = chooseStream(streams, { step: search.step, attempt: search.attempt, failedStep: run.failure?.stepKey ?? null })
  const name = stream === 'STDOUT' ? 'stdout' : 'stderr'
  if (!chosen) {
    return <Empty title={search.step ? `${search.step} has printed nothing to ${name}.` : `Nothing was printed to ${name}.`} />
  }
  const choose = (value: string): void => {
    const info = streams.find((each) => streamName(each) === value)
    onChange({ step: info?.stepKey ?? undefined, attempt: info?.attempt ?? undefined })
  }
  return (
    <div className={styles.panel}>
      <div className={styles.toolbar}>
        <label className={styles.choose}>
          Printed by
          <select className={field.select} value={streamName(chosen)} onChange={(event) => choose(event.target.value)}>
            {streams.map((info) => (
              <option key={streamName(info)} value={streamName(info)}>
                {streamName(info)}
              </option>
            ))}
          </select>
        </label>
        <a
          className={styles.download}
          href={downloadUrl(run.id, chosen)}
          download={`${run.id}-${chosen.stepKey ?? 'run'}-${name}.log`}
        >
          <Download aria-hidden="true" size={13} />
          Download ({formatBytes(chosen.sizeBytes)})
        </a>
      </div>
      <StreamView key={streamName(chosen)} run={run} info={chosen} />
    </div>
  )
}

function downloadUrl(runId: string, { stepKey, attempt, stream }: StreamInfo): string {
  const query = new URLSearchParams()
  if (stepKey !== null) query.set('stepKey', stepKey)
  if (attempt !== null) query.set('attempt', String(attempt))
  const text = query.toString()
  return `/captured-logs/${encodeURIComponent(runId)}/${stream.toLowerCase()}${text === '' ? '' : `?${text}`}`
}

function StreamView({ run, info }: { readonly run: RunHeaderFragment; readonly info: StreamInfo }) {
  const api = useApi()
  const finished = useRef(false)
  // What a run printed last may arrive a little after its end.
  finished.current = isFinishedRun(run.status) && Date.now() - (run.endedAt ?? 0) > 5_000
  const { stepKey, attempt, stream } = info
  const view = useMemo(
    () =>
      capturedStream(streamSource(api, { key: { runId: run.id, stepKey, attempt, stream }, isFinished: () => finished.current })),
    [api, run.id, stepKey, attempt, stream],
  )
  useEffect(() => view.start(), [view])
  const { log, loaded, loadingEarlier, problem } = useSyncExternalStore(view.state.subscribe, view.state.get)
  return (
    <>
      {problem && <Notice kind="error" title={`The stream could not be read: ${problem}`} />}
      {loaded ? (
        <LogView log={log} loadingEarlier={loadingEarlier} onEarlier={view.loadEarlier} live={!finished.current} />
      ) : (
        <Loading rows={5} what="the stream" />
      )}
    </>
  )
}

function streamSource(
  { uncached, connection }: Api,
  asked: {
    readonly key: {
      readonly runId: string
      readonly stepKey: string | null
      readonly attempt: number | null
      readonly stream: LogStream
    }
    readonly isFinished: () => boolean
  },
): StreamSource {
  const { key, isFinished } = asked
  return {
    async read(offset, limitBytes) {
      const { data, error } = await uncached.query(CapturedLogPartDocument, { key, offset, limitBytes }).toPromise()
      if (error || !data) throw error ?? new Error('There was no answer.')
      return data.capturedLogs
    },
    follow(resumeFrom, onSlice) {
      if (isFinished()) return false
      const slices = uncached.subscription(CapturedLogTailDocument, { key, offset: resumeFrom() }, { resumeFrom })
      return slices.subscribe(({ data }) => {
        if (data) onSlice(data.capturedLogs)
      }).unsubscribe
    },
    onCatchUp: connection.onCatchUp,
  }
}
