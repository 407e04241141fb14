/**
 * Search params come from links that people type, cut and keep for years: every reader takes what it knows and drops the
 * rest, and none throws.
 */
export type RawSearch = Readonly<Record<string, unknown>>

export const textParam = (raw: unknown): string | undefined => {
  // The router reads `?step=12` as a number; a step may well be called that.
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
  return typeof raw === 'string' && raw !== '' ? raw : undefined
}

export const numberParam = (raw: unknown): number | undefined => {
  const value = typeof raw === 'string' ? Number(raw) : raw
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
}

export const choiceParam = <Choice extends string>(raw: unknown, choices: readonly Choice[]): Choice | undefined =>
  choices.find((choice) => choice === raw)

/** One value or several; those that are not among the choices are left out. */
export function choicesParam<Choice extends string>(raw: unknown, choices: readonly Choice[]): readonly Choice[] | undefined {
  const given = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : []
  const known = choices.filter((choice) => given.includes(choice))
  return known.length === 0 ? undefined : known
}

export function textsParam(raw: unknown): readonly string[] | undefined {
  const given = (Array.isArray(raw) ? raw : [raw]).map(textParam).filter((text) => text !== undefined)
  return given.length === 0 ? undefined : [...new Set(given)]
}

/** Without what is undefined: an absent param must not be written into the URL. */
export const compact = <Search extends object>(search: Search): { [Key in keyof Search]?: Exclude<Search[Key], undefined> } =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never
