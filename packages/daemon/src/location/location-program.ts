import { fileURLToPath } from 'node:url'

export interface Program {
  readonly path: string
  readonly execArgv: readonly string[]
}

/** The program of code hosts and workers: beside this file as a source, or built. */
export function locationProgram(): Program {
  const isSource = import.meta.url.endsWith('.ts')
  const path = fileURLToPath(new URL(isSource ? '../process/main.ts' : './location-process.js', import.meta.url))
  return { path, execArgv: isSource ? ['--conditions=@pawl/source', '--disable-warning=ExperimentalWarning'] : [] }
}
