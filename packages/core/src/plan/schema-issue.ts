import type { AnySchema } from '../definition/schema.ts'
import { isRecord } from '../foundation/json.ts'
import { describeThrown } from '../foundation/thrown.ts'

/** What a schema has against a value. Standard Schema gives path and message; the rest is read where a library offers it. */
export interface SchemaIssue {
  readonly path: readonly (string | number)[]
  readonly message: string
  /** The library says that the value is of another type altogether. */
  readonly wrongType: boolean
  /** Keys of the object at `path` that should not be there. */
  readonly unknownKeys: readonly string[]
  /** Of a union: what each alternative has against the value, with paths from its place. */
  readonly branches: readonly (readonly SchemaIssue[])[]
}

export type SchemaAnswer =
  | { readonly kind: 'right'; readonly value: unknown }
  | { readonly kind: 'wrong'; readonly issues: readonly SchemaIssue[] }
  /** A transform or a refinement of the user's threw, or its promise rejected. */
  | { readonly kind: 'threw'; readonly message: string }

function toPath(path: unknown): (string | number)[] {
  if (!Array.isArray(path)) return []
  return path.map((part: unknown) => {
    const key = isRecord(part) ? part['key'] : part
    return typeof key === 'number' ? key : String(key)
  })
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [])

function readIssue(issue: unknown): SchemaIssue {
  const read = isRecord(issue) ? issue : {}
  const branches: unknown[] = Array.isArray(read['errors']) ? read['errors'] : []
  return {
    path: toPath(read['path']),
    message: typeof read['message'] === 'string' ? read['message'] : 'Invalid value',
    wrongType: read['code'] === 'invalid_type',
    unknownKeys: read['code'] === 'unrecognized_keys' ? texts(read['keys']) : [],
    branches: branches.filter((branch) => Array.isArray(branch)).map((branch) => branch.map(readIssue)),
  }
}

/** Asks any Standard Schema, synchronous or not, about a value; never rejects. */
export async function askSchema(schema: AnySchema, value: unknown): Promise<SchemaAnswer> {
  try {
    const result = await schema['~standard'].validate(value)
    return result.issues === undefined
      ? { kind: 'right', value: result.value }
      : { kind: 'wrong', issues: result.issues.map(readIssue) }
  } catch (thrown) {
    return { kind: 'threw', message: describeThrown(thrown) }
  }
}
