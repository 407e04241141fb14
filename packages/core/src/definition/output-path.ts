import { FrameworkError } from '../foundation/errors.ts'
import type { OutputContext } from './io-manager.ts'

export type OutputIdentity = Pick<OutputContext, 'runId' | 'stepKey' | 'output' | 'mappingKey' | 'attempt'>

export interface OutputPathOptions {
  /** Without its dot: `json`, `devalue.json`. */
  readonly extension: string
  /** At least 32 lower-case hexadecimal digits of a cryptographic hash of an ASCII text; only names too long for a file system need it. */
  readonly digest: (text: string) => string
}

/** File systems take 255 bytes; this leaves room for an extension and a temporary name. */
const LONGEST_SEGMENT = 160
const DIGEST_DIGITS = 32

const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/i

const escaped = (character: string): string => {
  const code = character.charCodeAt(0)
  return code < 256 ? `%${code.toString(16).padStart(2, '0')}` : `%u${code.toString(16).padStart(4, '0')}`
}

/** Which letters are capitals, four to a hexadecimal digit, zeros at the end left out; empty when none is. */
function capitals(text: string): string {
  let digits = ''
  let digit = 0
  let letters = 0
  for (const letter of text.match(/[A-Za-z]/g) ?? []) {
    if (letter < 'a') digit |= 1 << (letters % 4)
    letters += 1
    if (letters % 4 !== 0) continue
    digits += digit.toString(16)
    digit = 0
  }
  return `${digits}${digit.toString(16)}`.replace(/0+$/, '')
}

interface SegmentRule {
  /** What stays as it is: most names by far. */
  readonly plain: RegExp
  readonly forbidden: RegExp
}

/** A run's folder and a step's folder may hold what reads well; a dash or dot where it would mislead is escaped. */
const FOLDER: SegmentRule = {
  plain: /^[a-z0-9_[\]]+(?:[.-][a-z0-9_[\]]+)*$/,
  forbidden: /[^A-Za-z0-9_.[\]-]|^[.-]|\.$|(?<=-)-/g,
}
/** Outputs and mapping keys share their folder with `attempt-n` and with extensions, so they have neither dash nor dot. */
const NAME: SegmentRule = { plain: /^[a-z0-9_]+$/, forbidden: /[^A-Za-z0-9_]/g }

/**
 * The name of one directory or file for any text. Two texts that differ give names that differ, also where case does not
 * count: what is not allowed is escaped (`%2f`, `%u0416`), and `--` introduces either a note of the capitals
 * (`LAX` is `LAX--7`) or, `--h`, the hash that stands for the end of a long name. Nothing else can contain `--`.
 */
function segment(text: string, rule: SegmentRule, digest: OutputPathOptions['digest']): string {
  if (text.length <= LONGEST_SEGMENT && rule.plain.test(text) && !RESERVED_ON_WINDOWS.test(text)) return text
  const body = text.replace(rule.forbidden, escaped).replace(RESERVED_ON_WINDOWS, (word) => escaped(word) + word.slice(1)) || '%'
  const note = capitals(text)
  const whole = note === '' ? body : `${body}--${note}`
  if (whole.length <= LONGEST_SEGMENT) return whole
  const start = body.slice(0, LONGEST_SEGMENT - DIGEST_DIGITS - '--h'.length).replace(/%[0-9a-fu]*$|-$/, '')
  return `${start}--h${digest(whole).slice(0, DIGEST_DIGITS)}`
}

/**
 * Where an output lies below its manager's base, as path segments:
 * `<runId>/<stepKey>/<output>.<ext>`, for an item of a dynamic output `<runId>/<stepKey>/<output>/<mappingKey>.<ext>`,
 * and from the second attempt on with `attempt-n` after the step key.
 *
 * Whatever the names are: no two outputs share a path (nor is one's file another's folder), also on a disk that ignores case
 * or normalises Unicode; no segment is empty, `.` or `..`, over 180 bytes, reserved on Windows, or begins with a dot, so
 * names that do are free for temporary files.
 */
export function outputPath(identity: OutputIdentity, { extension, digest }: OutputPathOptions): readonly string[] {
  const { runId, stepKey, output, mappingKey, attempt } = identity
  if (!Number.isSafeInteger(attempt) || attempt < 1)
    throw new FrameworkError('INVALID_ATTEMPT', {
      message: `Attempt ${attempt} of step "${stepKey}" is not a whole number from 1.`,
      details: { stepKey, attempt },
    })
  const path = [segment(runId, FOLDER, digest), segment(stepKey, FOLDER, digest)]
  if (attempt > 1) path.push(`attempt-${attempt}`)
  const name = segment(output, NAME, digest)
  if (mappingKey === undefined) path.push(`${name}.${extension}`)
  else path.push(name, `${segment(mappingKey, NAME, digest)}.${extension}`)
  return path
}
