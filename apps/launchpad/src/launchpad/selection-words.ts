/** `all 12 ops`, `3 of 12 ops`; how many are selected is not known before the config was valid once. */
export function selectionWords(selected: number | undefined, total: number): string {
  const ops = total === 1 ? 'op' : 'ops'
  if (selected === undefined) return `${total} ${ops}`
  return selected === total ? `all ${total} ${ops}` : `${selected} of ${total} ${ops}`
}

/** A selection cut where its error is: before, the culprit, after. An error at the end gets a blank to point at. */
export function markSelection(text: string, position: number, length: number): readonly [string, string, string] {
  const from = Math.min(Math.max(0, position), text.length)
  const to = Math.min(text.length, from + Math.max(1, length))
  return [text.slice(0, from), text.slice(from, to) || ' ', text.slice(to)]
}
