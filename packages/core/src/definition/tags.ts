/** Labels of an op, a job or a run. Keys Pawl reads start with `pawl/`. Values given as numbers or booleans are stored as text. */
export type Tags = Readonly<Record<string, string>>
export type TagsInput = Readonly<Record<string, string | number | boolean>>

export const toTags = (input: TagsInput | undefined): Tags =>
  Object.freeze(Object.fromEntries(Object.entries(input ?? {}).map(([key, value]) => [key, String(value)])))
