const LONGEST_TEXT = 16 * 1024

/**
 * Text that every database and every JSON reader takes: U+0000 and lone surrogates become U+FFFD, and anything over `limit`
 * UTF-16 units is cut with a mark that says how much is missing. The one place where event text is made safe.
 */
export function safeText(text: string, limit: number = LONGEST_TEXT): string {
  const wellFormed = text.toWellFormed().replaceAll('\u0000', '\uFFFD')
  if (wellFormed.length <= limit) return wellFormed
  const cut = wellFormed.slice(0, limit).toWellFormed()
  return `${cut}… (${wellFormed.length - limit} more characters)`
}

/** `"a", "b" and "c"`, for messages that list what would have been right. */
export function listed(names: readonly string[], none = 'none'): string {
  const quoted = names.map((name) => `"${name}"`)
  const last = quoted.pop()
  if (last === undefined) return none
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`
}

/** For a subject that begins one message and stands within another. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
