import type { SerializedError } from '@pawl/core/plugin'
import type { OpError } from '../generated/schema-types.ts'
import { metadataEntries } from './metadata-entries.ts'

/** An error as it is shown: of its stacks only the parts inside the project are named as paths. */
export function opError(error: SerializedError, runId: string | null, shownText: (text: string) => string): OpError {
  const { name, message, code, stack, metadata, cause } = error
  return {
    name,
    message: shownText(message),
    code: code ?? null,
    stack: stack === undefined ? null : shownText(stack),
    metadata: metadataEntries(metadata, runId),
    cause: cause === undefined ? null : opError(cause, runId, shownText),
  }
}
