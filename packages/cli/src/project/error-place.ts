import type { SerializedError } from '@pawl/core/plugin'

const PLACE = /\(?([^()\s]+):\d+:\d+\)?$/
/** Absolute, of Node itself, or of a package: the project's own places are told from its folder. */
const FOREIGN = /^(?:node:|file:|[A-Za-z]:|[/\\<])|(?:^|\/)node_modules\//

/** What Node puts before a syntax error: the place, the line of code and a mark under it. */
function codeFrame(stack: string): string | undefined {
  const [frame = ''] = stack.split('\n\n')
  return /^\S+:\d+\n/.test(frame) ? frame : undefined
}

/** Where in the project's code an error arose, as its stack tells; undefined when it tells of foreign code only. */
export function errorPlace({ stack = '' }: Pick<SerializedError, 'stack'>): string | undefined {
  const frames = stack.split('\n').filter((line) => line.trim().startsWith('at '))
  return codeFrame(stack) ?? frames.find((line) => !FOREIGN.test(PLACE.exec(line)?.[1] ?? '/'))
}
