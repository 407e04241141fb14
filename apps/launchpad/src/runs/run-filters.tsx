import { X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useLiveQuery } from '../api/use-live-query.ts'
import { JobNamesDocument } from '../generated/graphql.ts'
import { RUN_STATUS_WORDS, RUN_STATUSES } from '../status/status-words.ts'
import { Button } from '../ui/button.tsx'
import { ToneIcon } from '../ui/status-mark.tsx'
import styles from './run-filters.module.css'
import { isFiltered, type RunsSearch, refineRuns, toggled } from './runs-search.ts'
import { TagField } from './tag-field.tsx'

interface FiltersProps {
  readonly search: RunsSearch
  readonly onChange: (search: RunsSearch) => void
}

/** The filter of the runs list; the URL holds it. */
export function RunFilters({ search, onChange }: FiltersProps) {
  return (
    <search className={styles.filters} aria-label="Filter runs">
      <fieldset className={styles.statuses}>
        <legend className="visually-hidden">Status</legend>
        {RUN_STATUSES.map((status) => (
          <Button
            key={status}
            pressed={search.status?.includes(status) ?? false}
            onPress={() => onChange(refineRuns(search, { status: toggled(search.status, status) }))}
          >
            <ToneIcon tone={RUN_STATUS_WORDS[status].tone} size={13} />
            {RUN_STATUS_WORDS[status].word}
          </Button>
        ))}
      </fieldset>
      <JobSelect search={search} onChange={onChange} />
      <AddTag search={search} onChange={onChange} />
      {search.tag?.map((tag) => (
        <span key={tag} className={styles.chip}>
          {tag}
          <button
            type="button"
            aria-label={`Remove the tag filter ${tag}`}
            onClick={() => onChange(refineRuns(search, { tag: toggled(search.tag, tag) }))}
          >
            <X aria-hidden="true" size={13} />
          </button>
        </span>
      ))}
      {isFiltered(search) && (
        <Button variant="quiet" onPress={() => onChange({})}>
          Clear
        </Button>
      )}
    </search>
  )
}

function JobSelect({ search, onChange }: FiltersProps) {
  const id = useId()
  const { data } = useLiveQuery(JobNamesDocument, {})
  const jobs = data?.jobs.results ?? []
  const value = search.job ? `${search.location ?? ''}/${search.job}` : ''
  const known = jobs.some((job) => `${job.locationName}/${job.name}` === value)
  const choose = (chosen: string): void => {
    const [location = '', job = ''] = chosen.split('/')
    onChange(refineRuns(search, { location: location || undefined, job: job || undefined }))
  }
  return (
    <span>
      <label htmlFor={id} className="visually-hidden">
        Job
      </label>
      <select id={id} className={styles.select} value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">All jobs</option>
        {!known && value !== '' && <option value={value}>{search.job}</option>}
        {jobs.map((job) => (
          <option key={job.id} value={`${job.locationName}/${job.name}`}>
            {job.name} · {job.locationName}
          </option>
        ))}
      </select>
    </span>
  )
}

function AddTag({ search, onChange }: FiltersProps) {
  const [text, setText] = useState('')
  const add = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() === '') return
    onChange(refineRuns(search, { tag: [...new Set([...(search.tag ?? []), text.trim()])] }))
    setText('')
  }
  return (
    <form onSubmit={add}>
      <TagField label="Filter by tag" placeholder="Tag: key or key=value" text={text} onText={setText} />
    </form>
  )
}
