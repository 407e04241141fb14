import type { ConfigPath } from '../editor/config-schema.ts'

/** Where the config of an op stands in the run config: `ops.<graph>.ops.<op>.config`. */
export const configPathOf = (opKey: string): ConfigPath => [...opKey.split('.').flatMap((name) => ['ops', name]), 'config']
