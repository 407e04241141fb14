import { useDeferredValue, useId } from 'react'
import { useLiveQuery } from '../api/use-live-query.ts'
import { TagSuggestionsDocument } from '../generated/graphql.ts'
import field from '../ui/field.module.css'

/**
 * A text that names a tag, with what has been used before to choose from: keys, then values behind the `=`. The browser's own
 * list serves keyboard, touch and screen reader alike.
 */
export function TagField({
  label,
  placeholder,
  text,
  onText,
  tagKey,
  invalid = false,
  describedBy,
}: {
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly onText: (text: string) => void
  /** Suggests values of this key only; null suggests keys only; left out, both in one field. */
  readonly tagKey?: string | null
  readonly invalid?: boolean
  readonly describedBy?: string | undefined
}) {
  const id = useId()
  const listId = useId()
  const { key, prefix } = asked(useDeferredValue(text), tagKey)
  const { data } = useLiveQuery(TagSuggestionsDocument, { key, prefix })
  const start = tagKey === undefined && key !== null ? `${key}=` : ''
  return (
    <span>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <input
        id={id}
        list={listId}
        className={field.input}
        placeholder={placeholder}
        value={text}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={(event) => onText(event.target.value)}
      />
      <datalist id={listId}>
        {data?.tagSuggestions.map((suggestion) => (
          <option key={suggestion} value={start + suggestion} />
        ))}
      </datalist>
    </span>
  )
}

function asked(text: string, tagKey: string | null | undefined): { readonly key: string | null; readonly prefix: string } {
  if (tagKey !== undefined) return { key: tagKey, prefix: text }
  const at = text.indexOf('=')
  return at === -1 ? { key: null, prefix: text } : { key: text.slice(0, at), prefix: text.slice(at + 1) }
}
