import type { RunStorage } from '@pawl/core/plugin'
import { checkedLimit } from '../input/limits.ts'

export const fetchTagSuggestions = async (
  runs: RunStorage,
  asked: { readonly key?: string | null | undefined; readonly prefix: string; readonly limit: number },
): Promise<readonly string[]> =>
  runs.listTagSuggestions({
    ...(asked.key == null ? {} : { key: asked.key }),
    prefix: asked.prefix,
    limit: checkedLimit(asked.limit),
  })
