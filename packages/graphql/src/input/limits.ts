import { FrameworkError } from '@pawl/core/plugin'

export const LARGEST_PAGE = 1000
export const LARGEST_SLICE_BYTES: number = 1024 * 1024

/** @throws FrameworkError INVALID_LIMIT unless `limit` is 1 to `largest` */
export function checkedLimit(limit: number, largest: number = LARGEST_PAGE, name = 'limit'): number {
  if (limit >= 1 && limit <= largest) return limit
  throw new FrameworkError('INVALID_LIMIT', {
    message: `"${name}" is ${limit}. Ask for 1 to ${largest} at a time, and for more with the cursor.`,
    details: { limit, largest },
  })
}

/** @throws FrameworkError TOO_MANY_ITEMS when a list that was given is longer than a page */
export function checkedList<Item>(items: readonly Item[], name: string): readonly Item[] {
  if (items.length <= LARGEST_PAGE) return items
  throw new FrameworkError('TOO_MANY_ITEMS', {
    message: `"${name}" holds ${items.length} items. Give at most ${LARGEST_PAGE} at a time.`,
    details: { length: items.length, largest: LARGEST_PAGE },
  })
}
