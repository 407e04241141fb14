/**
 * An async iterator whose `return()` ends it at once, also while it waits for its next value: a generator alone would take
 * notice of that only when it comes to its next `yield`, which may be never. `closing` ends it from outside.
 */
export function cancelable<Value>(
  closing: AbortSignal,
  start: (signal: AbortSignal) => AsyncGenerator<Value, void, void>,
): AsyncIterableIterator<Value> {
  const leaving = new AbortController()
  const leave = (): void => leaving.abort()
  closing.addEventListener('abort', leave, { once: true })
  if (closing.aborted) leave()
  const values = start(leaving.signal)
  const end = async (): Promise<IteratorResult<Value, undefined>> => {
    leave()
    closing.removeEventListener('abort', leave)
    await values.return()
    return { done: true, value: undefined }
  }
  return {
    async next() {
      const result = await values.next()
      return result.done === true || leaving.signal.aborted ? end() : result
    },
    return: end,
    async throw(error) {
      await end()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
