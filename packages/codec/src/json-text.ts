/** Short documents are indented; what is longer is for programs. In UTF-16 units of the compact text. */
const INDENTED_UP_TO = 4096

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/**
 * JSON that people can read where that is cheap: a list of records takes one line for each record, so that it can be paged,
 * searched and compared; a short document is indented.
 */
export function jsonText(value: unknown): string {
  if (Array.isArray(value) && value.some(isObject)) return `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`
  const compact = JSON.stringify(value)
  if (!isObject(value) || Array.isArray(value) || compact.length > INDENTED_UP_TO) return `${compact}\n`
  return `${JSON.stringify(value, null, 2)}\n`
}
