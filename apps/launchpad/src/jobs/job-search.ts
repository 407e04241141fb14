import { choiceParam, compact, type RawSearch, textParam } from '../app/search-params.ts'

export const JOB_VIEWS = ['graph', 'list'] as const

export interface JobSearch {
  /** Key of the op whose details are open. */
  readonly op?: string
  readonly view?: (typeof JOB_VIEWS)[number]
}

export const readJobSearch = (raw: RawSearch): JobSearch =>
  compact({ op: textParam(raw['op']), view: choiceParam(raw['view'], JOB_VIEWS) })
