import type { Mark } from './reexecution-edit.ts'

/** An output that a person may give, as the server names it: `rejected?` may be left out. */
export interface MarkableOutput {
  readonly name: string
  readonly optional: boolean
}

export const readMarkableOutputs = (names: readonly string[]): readonly MarkableOutput[] =>
  names.map((name) => ({ name: name.replace(/\?$/, ''), optional: name.endsWith('?') }))

export interface ReadMarks {
  readonly marks: readonly Mark[]
  /** By the name of the output. */
  readonly problems: Readonly<Record<string, string>>
}

/** Texts of JSON, one for each output, as values. What fits the step's schema is for the server to say. */
export function readMarks(
  stepKey: string,
  outputs: readonly MarkableOutput[],
  texts: Readonly<Record<string, string>>,
): ReadMarks {
  const marks: Mark[] = []
  const problems: Record<string, string> = {}
  for (const { name, optional } of outputs) {
    const text = texts[name]?.trim() ?? ''
    if (text === '') {
      if (!optional) problems[name] = 'A value is needed, as JSON: 42, "text", [1, 2], {"a": 1} or null.'
      continue
    }
    try {
      marks.push({ stepKey, output: name, value: JSON.parse(text) })
    } catch (error) {
      problems[name] = `This is no JSON: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return { marks, problems }
}
