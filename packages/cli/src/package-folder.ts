/** Of this package, both as sources and built. */
export const packageFolder: URL = new URL('../', import.meta.url)
