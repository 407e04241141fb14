import { choicesParam, compact, type RawSearch, textParam, textsParam } from '../app/search-params.ts'
import type { RunStatus, RunsFilter } from '../generated/graphql.ts'
import { RUN_STATUSES } from '../status/status-words.ts'

/** What the URL of the runs list says. Tags are `key=value`, or `key` for any value. */
export interface RunsSearch {
  readonly status?: readonly RunStatus[]
  readonly location?: string
  readonly job?: string
  readonly tag?: readonly string[]
  /** Id of the last run of the page before. */
  readonly cursor?: string
}

export const readRunsSearch = (raw: RawSearch): RunsSearch =>
  compact({
    status: choicesParam(raw['status'], RUN_STATUSES),
    location: textParam(raw['location']),
    job: textParam(raw['job']),
    tag: textsParam(raw['tag']),
    cursor: textParam(raw['cursor']),
  })

export interface TagText {
  readonly key: string
  readonly value: string | null
}

/** The first `=` ends the key: values may hold more of them. */
export function readTag(text: string): TagText {
  const at = text.indexOf('=')
  return at === -1 ? { key: text.trim(), value: null } : { key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() }
}

export function runsFilter(search: RunsSearch): RunsFilter {
  return {
    ...(search.status ? { statuses: search.status } : {}),
    ...(search.location ? { locationName: search.location } : {}),
    ...(search.job ? { jobName: search.job } : {}),
    ...(search.tag ? { tags: search.tag.map(readTag) } : {}),
  }
}

export const isFiltered = (search: RunsSearch): boolean =>
  search.status !== undefined || search.job !== undefined || search.location !== undefined || search.tag !== undefined

/** A change of the filter begins at the newest run again. */
export const refineRuns = (
  search: RunsSearch,
  change: { [Key in keyof RunsSearch]?: RunsSearch[Key] | undefined },
): RunsSearch => {
  const { cursor: _, ...kept } = search
  return readRunsSearch({ ...kept, ...change })
}

export const toggled = <Item>(items: readonly Item[] | undefined, item: Item): readonly Item[] =>
  items?.includes(item) ? items.filter((each) => each !== item) : [...(items ?? []), item]
