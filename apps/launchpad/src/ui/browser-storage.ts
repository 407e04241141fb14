/** The browser's storage, or one that lasts as long as the page where it is blocked: the launchpad works, it only forgets. */
export function browserStorage(): Storage {
  try {
    return window.localStorage
  } catch {
    return memoryStorage()
  }
}

export function memoryStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}
