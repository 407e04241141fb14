import { createContext, useContext, useSyncExternalStore } from 'react'
import { isTimeZone, type TimeStyle } from '../format/time.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export const HOUR_CYCLES = ['auto', 'h12', 'h23'] as const

/** What one person on one browser prefers; `timeZone` is an IANA name or `auto`. */
export interface Preferences {
  readonly theme: (typeof THEMES)[number]
  readonly timeZone: string
  readonly hourCycle: (typeof HOUR_CYCLES)[number]
}

export const DEFAULT_PREFERENCES: Preferences = { theme: 'system', timeZone: 'auto', hourCycle: 'auto' }
/** Also read by public/theme.js, before anything else runs. */
const STORAGE_KEY = 'pawl.preferences'

/** Reads what was saved, possibly by another version. */
export function readPreferences(text: string | null): Preferences {
  const saved = parse(text)
  const { theme, timeZone, hourCycle } = DEFAULT_PREFERENCES
  return {
    theme: THEMES.find((choice) => choice === saved['theme']) ?? theme,
    timeZone: typeof saved['timeZone'] === 'string' && isTimeZone(saved['timeZone']) ? saved['timeZone'] : timeZone,
    hourCycle: HOUR_CYCLES.find((choice) => choice === saved['hourCycle']) ?? hourCycle,
  }
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    // Not written by the launchpad: the defaults are right.
    return {}
  }
}

export const timeStyle = ({ timeZone, hourCycle }: Preferences): TimeStyle => ({
  timeZone: timeZone === 'auto' ? undefined : timeZone,
  hourCycle: hourCycle === 'auto' ? undefined : hourCycle,
})

export interface PreferenceStore {
  get(): Preferences
  set(change: Partial<Preferences>): void
  subscribe(listener: () => void): () => void
}

export function preferenceStore(storage: Storage, root: HTMLElement): PreferenceStore {
  let preferences = readPreferences(storage.getItem(STORAGE_KEY))
  const listeners = new Set<() => void>()
  const apply = (): void => {
    if (preferences.theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = preferences.theme
    for (const listener of listeners) listener()
  }
  window.addEventListener('storage', (event) => {
    if (event.key !== STORAGE_KEY) return
    preferences = readPreferences(event.newValue)
    apply()
  })
  apply()
  return {
    get: () => preferences,
    set(change) {
      preferences = { ...preferences, ...change }
      storage.setItem(STORAGE_KEY, JSON.stringify(preferences))
      apply()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const PreferenceContext = createContext<PreferenceStore | undefined>(undefined)

export function usePreferenceStore(): PreferenceStore {
  const store = useContext(PreferenceContext)
  if (!store) throw new Error('Preferences were read outside of the launchpad.')
  return store
}

export function usePreferences(): Preferences {
  const store = usePreferenceStore()
  return useSyncExternalStore(store.subscribe, store.get)
}
