import { isName } from '../foundation/names.ts'
import { definitionError } from './definition-error.ts'
import { describeValue } from './value-description.ts'

const LONGEST_NAME = 200

function nearestName(text: string): string | undefined {
  const near = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, LONGEST_NAME)
  return isName(near) ? near : undefined
}

/** Refuses what cannot be a name, and says what it could be; `kind` is the word for what is named, `where` who has it. */
export function checkName(kind: string, name: unknown, where?: string): asserts name is string {
  if (isName(name)) return
  const subject = `${kind} name ${typeof name === 'string' ? JSON.stringify(name) : `(${describeValue(name)})`}${where === undefined ? '' : ` of ${where}`}`
  const near = typeof name === 'string' ? nearestName(name) : undefined
  throw definitionError(
    'INVALID_NAME',
    `${subject} is not a name: use 1 to ${LONGEST_NAME} of the characters A-Z a-z 0-9 _${near === undefined ? '' : `, such as "${near}"`}.`,
    { name },
  )
}

/** Refuses a name that is taken, whatever the case: outputs lie in files, and some disks do not tell `A` from `a`. */
export function checkNames(kind: string, names: readonly string[], where: string): void {
  const seen = new Map<string, string>()
  for (const name of names) {
    checkName(kind, name, where)
    const other = seen.get(name.toLowerCase())
    if (other !== undefined) {
      throw definitionError(
        'DUPLICATE_NAME',
        `${kind} names "${other}" and "${name}" of ${where} differ only by case, and some disks do not tell them apart. Rename one.`,
        { name, other },
      )
    }
    seen.set(name.toLowerCase(), name)
  }
}
