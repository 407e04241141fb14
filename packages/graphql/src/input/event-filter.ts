import type { EventFilter } from '@pawl/core/plugin'
import type { EventsFilter } from '../generated/schema-types.ts'
import { checkedList } from './limits.ts'

/** Only what was given: an absent part of a filter and one that is undefined are not the same. */
export function eventFilter(given: EventsFilter | null | undefined): EventFilter {
  const { types, levels, stepKeys, attempt, text, atFrom, atTo } = given ?? {}
  return {
    ...(types == null ? {} : { types: checkedList(types, 'types') }),
    ...(levels == null ? {} : { levels }),
    ...(stepKeys == null ? {} : { stepKeys: checkedList(stepKeys, 'stepKeys') }),
    ...(attempt == null ? {} : { attempt }),
    ...(text == null || text === '' ? {} : { text }),
    ...(atFrom == null ? {} : { atFrom }),
    ...(atTo == null ? {} : { atTo }),
  }
}
