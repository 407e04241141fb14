import { useEffect, useId, useRef, useState } from 'react'
import field from './field.module.css'

const PAUSE_MS = 250

/** A search that is told on after a pause in typing; `text` is what was told last. */
export function SearchField({
  label,
  placeholder,
  text,
  onText,
}: {
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly onText: (text: string) => void
}) {
  const id = useId()
  const [typed, setTyped] = useState(text)
  const tell = useRef(onText)
  useEffect(() => {
    tell.current = onText
  })
  useEffect(() => setTyped(text), [text])
  useEffect(() => {
    if (typed === text) return
    const timer = setTimeout(() => tell.current(typed), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, text])
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <input
        id={id}
        type="search"
        className={field.input}
        placeholder={placeholder}
        value={typed}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
    </>
  )
}
