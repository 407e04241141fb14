import { loadProject } from '../src/config/load-config.ts'

/** Loads the project of a folder as Node itself does, and prints what came of it. */
const shown = await loadProject(process.argv[2] ?? '', {}).then(
  ({ config }) => JSON.stringify(config),
  (error: Error) => error.message,
)
console.log(shown)
