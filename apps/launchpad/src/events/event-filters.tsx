import { useId } from 'react'
import { useUncached } from '../api/use-uncached.ts'
import { formatNumber } from '../format/amount.ts'
import { EventCountsDocument, type LogLevel, type RunHeaderFragment } from '../generated/graphql.ts'
import type { ChangeRunSearch } from '../run/run-page.tsx'
import { eventsFilter, LEVELS, type RunSearch, toggleLevel } from '../run/run-search.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/class-names.ts'
import field from '../ui/field.module.css'
import { SearchField } from '../ui/search-field.tsx'
import styles from './event-filters.module.css'
import { LEVEL_WORDS } from './level-words.ts'

interface FilterProps {
  readonly run: RunHeaderFragment
  readonly search: RunSearch
  readonly onChange: ChangeRunSearch
  /** How many events match; undefined before they were counted. */
  readonly shown: number | undefined
}

/** Levels and types with how many events each has, and a text to find. What is filtered away is always told. */
export function EventFilters({ run, search, onChange, shown }: FilterProps) {
  const counts = useCounts(run, search)
  const countOf = (level: LogLevel): number => counts?.byLevel.find((each) => each.level === level)?.count ?? 0
  const hidden = counts && shown !== undefined ? Math.max(0, counts.total - shown) : 0
  const typeId = useId()
  return (
    <search className={styles.filters} aria-label="Filter events">
      <fieldset className={styles.levels}>
        <legend className="visually-hidden">Levels</legend>
        {LEVELS.map((level) => (
          <Button
            key={level}
            pressed={(search.level ?? LEVELS).includes(level)}
            onPress={() => onChange({ level: toggleLevel(search, level) })}
          >
            <span className={classes(styles.level, styles[level])}>{LEVEL_WORDS[level].word}</span>
            <span className={styles.count}>{formatNumber(countOf(level))}</span>
          </Button>
        ))}
        <Button variant="quiet" onPress={() => onChange({ level: ['WARN', 'ERROR'] })}>
          Only problems
        </Button>
      </fieldset>
      <label htmlFor={typeId} className="visually-hidden">
        Event type
      </label>
      <select
        id={typeId}
        className={field.select}
        value={search.type?.[0] ?? ''}
        onChange={(event) => onChange({ type: event.target.value === '' ? undefined : [event.target.value] })}
      >
        <option value="">All types</option>
        {search.type?.[0] && !counts?.byType.some(({ eventType }) => eventType === search.type?.[0]) && (
          <option value={search.type[0]}>{search.type[0]}</option>
        )}
        {counts?.byType
          .toSorted((a, b) => a.eventType.localeCompare(b.eventType))
          .map(({ eventType, count }) => (
            <option key={eventType} value={eventType}>
              {eventType} ({count})
            </option>
          ))}
      </select>
      <SearchField
        label="Find in events"
        placeholder="Find in messages, steps, types"
        text={search.q ?? ''}
        onText={(q) => onChange({ q })}
      />
      {hidden > 0 && (
        <span className={styles.hidden}>
          {formatNumber(hidden)} hidden
          <Button variant="quiet" onPress={() => onChange({ level: undefined, type: undefined, q: undefined })}>
            Show
          </Button>
        </span>
      )}
    </search>
  )
}

/** Counts for the step that is looked at, whatever levels, types and text are shown of it. */
function useCounts(run: RunHeaderFragment, search: RunSearch) {
  const { levels: _, types: __, text: ___, ...filter } = eventsFilter(search)
  const { data } = useUncached(EventCountsDocument, { runId: run.id, filter }, run.eventsCursor)
  return data?.eventCountsForRun
}
