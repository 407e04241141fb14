import { useId, useState } from 'react'
import { formatAbsolute, isTimeZone } from '../format/time.ts'
import field from '../ui/field.module.css'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { useNow } from '../ui/use-now.ts'
import { HOUR_CYCLES, THEMES, timeStyle, usePreferenceStore, usePreferences } from './preferences.ts'
import styles from './settings-page.module.css'

const THEME_WORDS = { system: 'As the system', light: 'Light', dark: 'Dark' } as const
const HOUR_WORDS = { auto: 'As the browser', h23: '24 hours', h12: '12 hours' } as const

export function SettingsPage() {
  const preferences = usePreferences()
  const store = usePreferenceStore()
  const now = useNow(1000)
  return (
    <Page title="Settings">
      <Panel title="Look">
        <Choice
          label="Theme"
          choices={THEMES}
          words={THEME_WORDS}
          value={preferences.theme}
          onChange={(theme) => store.set({ theme })}
        />
      </Panel>
      <Panel title="Times">
        <TimeZone value={preferences.timeZone} onChange={(timeZone) => store.set({ timeZone })} />
        <Choice
          label="Clock"
          choices={HOUR_CYCLES}
          words={HOUR_WORDS}
          value={preferences.hourCycle}
          onChange={(hourCycle) => store.set({ hourCycle })}
        />
        <p className={styles.example}>Now: {formatAbsolute(now, timeStyle(preferences))}</p>
      </Panel>
      <p className={styles.note}>Kept in this browser only.</p>
    </Page>
  )
}

function Choice<Value extends string>({
  label,
  choices,
  words,
  value,
  onChange,
}: {
  readonly label: string
  readonly choices: readonly Value[]
  readonly words: Readonly<Record<Value, string>>
  readonly value: Value
  readonly onChange: (value: Value) => void
}) {
  const name = useId()
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice} className={styles.option}>
          <input type="radio" name={name} checked={choice === value} onChange={() => onChange(choice)} />
          {words[choice]}
        </label>
      ))}
    </fieldset>
  )
}

function TimeZone({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const id = useId()
  const listId = useId()
  const [text, setText] = useState(value === 'auto' ? '' : value)
  const invalid = text !== '' && !isTimeZone(text)
  const change = (next: string): void => {
    setText(next)
    if (next === '') onChange('auto')
    else if (isTimeZone(next)) onChange(next)
  }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>Time zone</label>
      <input
        id={id}
        list={listId}
        className={field.input}
        value={text}
        placeholder={`As the browser (${Intl.DateTimeFormat().resolvedOptions().timeZone})`}
        aria-invalid={invalid}
        aria-describedby={`${id}-problem`}
        onChange={(event) => change(event.target.value)}
      />
      <datalist id={listId}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p id={`${id}-problem`} className={styles.problem}>
        {invalid ? `This browser knows no time zone "${text}".` : ''}
      </p>
    </div>
  )
}
