/** Keeps the values used last, at most `size` of them; what fails to load is not kept. */
export function lruCache<Value>(size: number): (key: string, load: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>()
  return (key, load) => {
    const value = kept.get(key) ?? load()
    // Deleting first moves the key to the end, where the newest are.
    kept.delete(key)
    kept.set(key, value)
    value.catch(() => kept.get(key) === value && kept.delete(key))
    const [oldest] = kept.keys()
    if (kept.size > size && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
