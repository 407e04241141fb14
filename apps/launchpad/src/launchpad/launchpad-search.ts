import { compact, type RawSearch, textParam } from '../app/search-params.ts'

export interface LaunchpadSearch {
  readonly draft?: string
  /** Id of a run to start a draft from. */
  readonly from?: string
}

export const readLaunchpadSearch = (raw: RawSearch): LaunchpadSearch =>
  compact({ draft: textParam(raw['draft']), from: textParam(raw['from']) })
