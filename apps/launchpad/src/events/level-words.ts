import type { LogLevel } from '../generated/graphql.ts'

/** Letter and word of a level: colour alone tells nothing. */
export const LEVEL_WORDS: Readonly<Record<LogLevel, { readonly word: string; readonly letter: string }>> = {
  DEBUG: { word: 'Debug', letter: 'D' },
  INFO: { word: 'Info', letter: 'I' },
  WARN: { word: 'Warning', letter: 'W' },
  ERROR: { word: 'Error', letter: 'E' },
}
