import type { SchemaProblem } from '../definition/schema.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { safeText } from '../foundation/text.ts'

const SHOWN_PROBLEMS = 5

const at = (path: SchemaProblem['path']): string =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), '$')

/** Says which value of a step has not passed its schema, and where inside. */
export function typeCheckError(check: {
  readonly stepKey: string
  readonly what: string
  readonly problems: readonly SchemaProblem[]
}): FrameworkError {
  const shown = check.problems.slice(0, SHOWN_PROBLEMS).map(({ path, message }) => `${at(path)}: ${message}`)
  const more = check.problems.length > SHOWN_PROBLEMS ? ` (and ${check.problems.length - SHOWN_PROBLEMS} more)` : ''
  return new FrameworkError('TYPE_CHECK_FAILED', {
    message: safeText(`Step "${check.stepKey}": ${check.what} does not fit its schema. ${shown.join('; ')}${more}`, 4_000),
    details: { stepKey: check.stepKey, problems: check.problems.slice(0, SHOWN_PROBLEMS) },
  })
}
