/** What ops, jobs, graphs, inputs, outputs, resources, mapping keys and locations may be called. */
export const NAME_PATTERN: RegExp = /^[A-Za-z0-9_]{1,200}$/

export const isName = (text: unknown): text is string => typeof text === 'string' && NAME_PATTERN.test(text)
