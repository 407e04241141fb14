import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { browserStorage } from '../ui/browser-storage.ts'
import { type Draft, type DraftContent, editDraft } from './draft.ts'
import { browserDrafts, browserJournal, type Drafts, draftSaver, type JobKey, readDraft } from './drafts.ts'

export interface HeldDraft {
  /** Undefined while it is read, and where there is none yet. */
  readonly draft: Draft | undefined
  readonly loaded: boolean
  /** Why the browser cannot keep it; the text is then only in this page. */
  readonly problem: string | undefined
  readonly drafts: Drafts
  readonly edit: (change: Partial<DraftContent>) => void
  /** Takes over a draft that was made or changed elsewhere, and keeps it. */
  readonly put: (draft: Draft) => void
}

/** One draft of a job, kept in the browser as it is edited. */
export function useDraft(job: JobKey, id: string): HeldDraft {
  const { locationName, jobName } = job
  const [drafts] = useState(browserDrafts)
  const [journal] = useState(() => browserJournal(browserStorage()))
  const [held, setHeld] = useState<{ readonly key: string; readonly draft: Draft | undefined }>()
  const [problem, setProblem] = useState<string>()
  const key = JSON.stringify([locationName, jobName, id])
  const saver = useMemo(() => draftSaver(drafts, journal, setProblem), [drafts, journal])

  useEffect(() => {
    let current = true
    readDraft(drafts, journal, { locationName, jobName, id }).then(
      (draft) => current && setHeld((before) => (before?.key === key && before.draft ? before : { key, draft })),
      (error: unknown) => {
        if (!current) return
        setHeld({ key, draft: undefined })
        setProblem(error instanceof Error ? error.message : String(error))
      },
    )
    return () => {
      current = false
    }
  }, [drafts, journal, locationName, jobName, id, key])

  useEffect(() => {
    const flush = (): void => void saver.flush()
    document.addEventListener('visibilitychange', flush)
    window.addEventListener('pagehide', flush)
    return () => {
      document.removeEventListener('visibilitychange', flush)
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [saver])

  const put = useCallback(
    (draft: Draft) => {
      setHeld({ key: JSON.stringify([draft.locationName, draft.jobName, draft.id]), draft })
      saver.save(draft)
    },
    [saver],
  )
  const current = held?.key === key ? held : undefined
  const latest = useRef<Draft>(undefined)
  latest.current = current?.draft
  const edit = useCallback(
    (change: Partial<DraftContent>) => {
      const before = latest.current
      const draft = before && editDraft(before, change, Date.now())
      if (!draft || draft === before) return
      // Two edits may come before the next render: the second must build on the first.
      latest.current = draft
      put(draft)
    },
    [put],
  )
  return { draft: current?.draft, loaded: current !== undefined, problem, drafts, edit, put }
}
