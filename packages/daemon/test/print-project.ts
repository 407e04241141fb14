import { loadProject } from '../src/config/load-config.ts'

/** Loads the projects of some folders as Node itself does, and prints what came of each as one line of JSON. */
for (const directory of process.argv.slice(2)) {
  const shown = await loadProject(directory, {}).then(
    ({ config }) => config,
    (error: Error) => error.message,
  )
  console.log(JSON.stringify(shown))
}
