import { readFileSync } from 'node:fs'

/** Of this package, and so of all of Pawl's, which are released together. */
export const PAWL_VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string }
).version
