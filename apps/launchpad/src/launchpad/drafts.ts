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

/** Writes the newest draft a moment after it changed, and at once when asked to (the page is being left). */
export interface DraftSaver {
  save(draft: Draft): void
  flush(): Promise<void>
}

const PAUSE_MS = 300

export function draftSaver(drafts: Drafts, onProblem: (message: string | undefined) => void): DraftSaver {
  let waiting: Draft | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    const draft = waiting
    waiting = undefined
    if (!draft) return
    try {
      await drafts.saveDraft(draft)
      onProblem(undefined)
    } catch (error) {
      // A full disk or a private window: the text is still in the editor, and its owner has to know that it is only there.
      onProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return {
    save(draft) {
      waiting = draft
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), PAUSE_MS)
    },
    flush,
  }
}
