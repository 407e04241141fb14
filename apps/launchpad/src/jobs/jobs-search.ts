import { compact, type RawSearch, textParam } from '../app/search-params.ts'

export interface JobsSearch {
  /** Part of a job's name. */
  readonly q?: string
}

export const readJobsSearch = (raw: RawSearch): JobsSearch => compact({ q: textParam(raw['q']) })
