import { SYSTEM_TAGS } from '../status/system-tags.ts'

/** A tag as it is being edited: keys may still be empty or double. */
export interface EditedTag {
  readonly key: string
  readonly value: string
}

/** Where a draft's text began. */
export type DraftSource = { readonly kind: 'default' } | { readonly kind: 'run'; readonly runId: string }

export interface DraftContent {
  readonly yaml: string
  readonly tags: readonly EditedTag[]
  readonly opSelection: string
}

/** What was launched from a draft, as it was then; `at` is UTC milliseconds. */
export interface LaunchedVersion extends DraftContent {
  readonly runId: string
  readonly at: number
}

/** One launch being prepared. Kept in the browser until its owner deletes it. */
export interface Draft extends DraftContent {
  readonly id: string
  readonly locationName: string
  readonly jobName: string
  readonly source: DraftSource
  /** The source as it was when the draft began; a draft that equals it is unchanged. */
  readonly original: DraftContent
  readonly updatedAt: number
  /** Newest first. */
  readonly launches: readonly LaunchedVersion[]
}

export const MAIN_DRAFT = 'main'
const KEPT_LAUNCHES = 20

export function newDraft(start: {
  readonly id: string
  readonly locationName: string
  readonly jobName: string
  readonly source: DraftSource
  readonly content: DraftContent
  readonly now: number
}): Draft {
  const { id, locationName, jobName, source, content, now } = start
  return { id, locationName, jobName, source, ...content, original: content, updatedAt: now, launches: [] }
}

export const contentOf = ({ yaml, tags, opSelection }: DraftContent): DraftContent => ({ yaml, tags, opSelection })

export const sameContent = (one: DraftContent, other: DraftContent): boolean =>
  one.yaml === other.yaml && one.opSelection === other.opSelection && JSON.stringify(one.tags) === JSON.stringify(other.tags)

export const isChanged = (draft: Draft): boolean => !sameContent(draft, draft.original)

export function editDraft(draft: Draft, change: Partial<DraftContent>, now: number): Draft {
  const next = { ...draft, ...change }
  return sameContent(next, draft) ? draft : { ...next, updatedAt: now }
}

/** Keeps what was launched: a later edit must not lose it. */
export function withLaunch(draft: Draft, runId: string, now: number): Draft {
  return { ...draft, launches: [{ ...contentOf(draft), runId, at: now }, ...draft.launches].slice(0, KEPT_LAUNCHES) }
}

/** Starts over from the source as it is today; what was typed is kept as a launchless version by the editor's undo. */
export function renewed(draft: Draft, content: DraftContent, now: number): Draft {
  return { ...draft, ...content, original: content, source: { kind: 'default' }, updatedAt: now }
}

/** What to launch a run like that one again starts with. Tags the job has by itself are left to the job. */
export function contentOfRun(run: {
  readonly runConfigYaml: string
  readonly opSelection: string | null
  readonly tags: readonly EditedTag[]
  readonly jobTags: readonly EditedTag[]
}): DraftContent {
  const ofJob = (tag: EditedTag): boolean => run.jobTags.some(({ key, value }) => key === tag.key && value === tag.value)
  return {
    yaml: run.runConfigYaml,
    opSelection: run.opSelection ?? '',
    tags: run.tags.filter((tag) => !SYSTEM_TAGS.has(tag.key) && !ofJob(tag)).map(({ key, value }) => ({ key, value })),
  }
}

/** Tags ready to launch, or what stands in the way. Rows left empty are not meant. */
export function launchTags(
  tags: readonly EditedTag[],
):
  | { readonly ok: true; readonly tags: readonly EditedTag[] }
  | { readonly ok: false; readonly row: number; readonly message: string } {
  const meant = tags
    .map((tag, row) => ({ key: tag.key.trim(), value: tag.value, row }))
    .filter((tag) => tag.key !== '' || tag.value !== '')
  const nameless = meant.find((tag) => tag.key === '')
  if (nameless) return { ok: false, row: nameless.row, message: `The tag with the value "${nameless.value}" has no key.` }
  const double = meant.find((tag, index) => meant.findIndex((other) => other.key === tag.key) !== index)
  if (double) return { ok: false, row: double.row, message: `The tag "${double.key}" is there twice.` }
  return { ok: true, tags: meant.map(({ key, value }) => ({ key, value })) }
}
