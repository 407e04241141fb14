import { beforeEach, expect, test, vi } from 'vitest'
import { memoryStorage } from '../ui/browser-storage.ts'
import { type Draft, newDraft } from './draft.ts'
import { browserJournal, type Drafts, draftSaver, readDraft } from './drafts.ts'

const draft = newDraft({
  id: 'main',
  locationName: 'demo',
  jobName: 'flights',
  source: { kind: 'default' },
  content: { yaml: 'a', tags: [], opSelection: '' },
  now: 1,
})

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

function recordingDrafts(fails = false) {
  const saved: string[] = []
  const drafts: Drafts = {
    getDraft: async () => undefined,
    listDrafts: async () => [],
    deleteDraft: async () => undefined,
    saveDraft: async (each: Draft) => {
      if (fails) throw new Error('disk full')
      saved.push(each.yaml)
    },
  }
  return { drafts, saved }
}

test('typing is saved once it pauses, with the newest text', async () => {
  const { drafts, saved } = recordingDrafts()
  const saver = draftSaver(drafts, browserJournal(memoryStorage()), () => undefined)
  saver.save({ ...draft, yaml: 'ab' })
  await vi.advanceTimersByTimeAsync(200)
  saver.save({ ...draft, yaml: 'abc' })
  await vi.advanceTimersByTimeAsync(299)
  expect(saved).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(saved).toEqual(['abc'])
})

test('leaving the page saves at once, and only what is not saved yet', async () => {
  const { drafts, saved } = recordingDrafts()
  const saver = draftSaver(drafts, browserJournal(memoryStorage()), () => undefined)
  saver.save({ ...draft, yaml: 'last words' })
  await saver.flush()
  await saver.flush()
  await vi.advanceTimersByTimeAsync(1000)
  expect(saved).toEqual(['last words'])
})

test('a browser that cannot save says so', async () => {
  const problems: (string | undefined)[] = []
  const saver = draftSaver(recordingDrafts(true).drafts, browserJournal(memoryStorage()), (message) => problems.push(message))
  saver.save(draft)
  await saver.flush()
  expect(problems).toEqual(['disk full'])
})

test('what was typed last comes back even if the page closed before the database had written', async () => {
  const { drafts } = recordingDrafts()
  const storage = memoryStorage()
  const unwritten: Drafts = { ...drafts, saveDraft: () => new Promise(() => undefined) }
  const saver = draftSaver(unwritten, browserJournal(storage), () => undefined)
  saver.save({ ...draft, yaml: 'last words', updatedAt: 5 })
  void saver.flush()
  const saved = { ...drafts, getDraft: async () => ({ ...draft, yaml: 'older', updatedAt: 4 }) }
  expect((await readDraft(saved, browserJournal(storage), draft))?.yaml).toBe('last words')
  expect((await readDraft(saved, browserJournal(storage), draft))?.yaml).toBe('older')
})

test('a journal that is older than the database is left alone', async () => {
  const { drafts } = recordingDrafts()
  const journal = browserJournal(memoryStorage())
  journal.write({ ...draft, yaml: 'older', updatedAt: 3 })
  const saved = { ...drafts, getDraft: async () => ({ ...draft, yaml: 'newer', updatedAt: 4 }) }
  expect((await readDraft(saved, journal, draft))?.yaml).toBe('newer')
})
