import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'
import type { Draft } from './draft.ts'

export interface JobKey {
  readonly locationName: string
  readonly jobName: string
}

/** Drafts as this browser keeps them, across pages, reloads and restarts. */
export interface Drafts {
  getDraft(job: JobKey, id: string): Promise<Draft | undefined>
  listDrafts(job: JobKey): Promise<readonly Draft[]>
  saveDraft(draft: Draft): Promise<void>
  deleteDraft(draft: Draft): Promise<void>
}

const keyOf = (job: JobKey, id: string): string[] => [job.locationName, job.jobName, id]

export function browserDrafts(): Drafts {
  const kept: UseStore = createStore('pawl-launchpad', 'drafts')
  return {
    getDraft: (job, id) => get<Draft>(keyOf(job, id), kept),
    async listDrafts(job) {
      const all = await entries<string[], Draft>(kept)
      return all
        .filter(([key]) => key[0] === job.locationName && key[1] === job.jobName)
        .map(([, draft]) => draft)
        .sort((a, b) => b.updatedAt - a.updatedAt)
    },
    saveDraft: (draft) => set(keyOf(draft, draft.id), draft, kept),
    deleteDraft: (draft) => del(keyOf(draft, draft.id), kept),
  }
}

/** Writes the newest draft a moment after it changed, and at once when the page is being left. */
export interface DraftSaver {
  save(draft: Draft): void
  flush(): Promise<void>
}

/**
 * Holds the draft of a page that is being closed: the database writes later than the page lives, this does not. Taken over,
 * and emptied, when the draft is read next.
 */
export interface Journal {
  write(draft: Draft): void
  take(job: JobKey, id: string): Draft | undefined
}

const journalKey = (job: JobKey, id: string): string => `pawl.draft.${JSON.stringify(keyOf(job, id))}`

export const browserJournal = (storage: Storage): Journal => ({
  write: (draft) => storage.setItem(journalKey(draft, draft.id), JSON.stringify(draft)),
  take(job, id) {
    const text = storage.getItem(journalKey(job, id))
    if (text === null) return undefined
    storage.removeItem(journalKey(job, id))
    return JSON.parse(text) as Draft
  },
})

/** The newer of what the database and the journal hold. */
export async function readDraft(
  drafts: Drafts,
  journal: Journal,
  place: JobKey & { readonly id: string },
): Promise<Draft | undefined> {
  const journaled = journal.take(place, place.id)
  const saved = await drafts.getDraft(place, place.id)
  if (!journaled || (saved && saved.updatedAt >= journaled.updatedAt)) return saved
  await drafts.saveDraft(journaled)
  return journaled
}

const PAUSE_MS = 300

export function draftSaver(drafts: Drafts, journal: Journal, onProblem: (message: string | undefined) => void): DraftSaver {
  let waiting: Draft | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = (error: unknown): void => onProblem(error instanceof Error ? error.message : String(error))
  const store = async (): Promise<void> => {
    clearTimeout(timer)
    const draft = waiting
    waiting = undefined
    if (!draft) return
    try {
      await drafts.saveDraft(draft)
      onProblem(undefined)
    } catch (error) {
      // A full disk or a private window: the text is still in the editor, and its owner has to know that it is only there.
      tell(error)
    }
  }
  return {
    save(draft) {
      waiting = draft
      clearTimeout(timer)
      timer = setTimeout(() => void store(), PAUSE_MS)
    },
    async flush() {
      if (!waiting) return
      try {
        journal.write(waiting)
      } catch (error) {
        tell(error)
      }
      await store()
    },
  }
}
