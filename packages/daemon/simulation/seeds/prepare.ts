import { steadyHashes } from '../engine/steady-hashes.ts'
import { type Code, drawCode } from '../world/code.ts'

/** Makes this thread ready for worlds; once. */
export async function prepareThread(): Promise<Code> {
  steadyHashes()
  const code = drawCode()
  // Plans are made when they are first asked for; no seed shall be the first.
  await Promise.all(code.definitions.jobs.map(({ name }) => code.plans.get(name)))
  return code
}
