import type { JsonValue, MarkedOutput, ReexecutionRequest, TagsInput } from '@pawl/core/plugin'
import type { GraphqlContext } from '../context.ts'
import type {
  InvalidTagsError,
  MarkedOutputInput,
  ReexecutionParams,
  ReexecutionStrategy,
  TagInput,
} from '../generated/schema-types.ts'
import { type InvalidConfig, invalidConfig } from '../reads/fetch-run-config.ts'
import { checkedList } from './limits.ts'
import { readRunConfig } from './run-config-data.ts'

export type InvalidTags = InvalidTagsError & { readonly __typename: 'InvalidTagsError' }

export const invalidTags = (problems: InvalidTagsError['problems']): InvalidTags => ({
  __typename: 'InvalidTagsError',
  message: problems.map(({ message }) => message).join(' '),
  problems,
})

/** Tags by key, or what is wrong with the list they came in. */
export function readTags(given: readonly TagInput[] | null | undefined): TagsInput | InvalidTags {
  const tags = checkedList(given ?? [], 'tags')
  const problems = [...Map.groupBy(tags, ({ key }) => key)].flatMap(([key, same]) =>
    same.length > 1 ? [{ key, message: `The tag "${key}" is given more than once. Keep one.` }] : [],
  )
  return problems.length > 0 ? invalidTags(problems) : Object.fromEntries(tags.map(({ key, value }) => [key, value]))
}

const markedOutput = ({ stepKey, output, value }: MarkedOutputInput): MarkedOutput => ({
  stepKey,
  output: output ?? null,
  value: (value ?? null) as JsonValue,
})

export type ReadReexecution = { readonly request: ReexecutionRequest } | InvalidTags | InvalidConfig

/** A request as it was sent; what is left out of it is left out here. */
export function readReexecution(params: ReexecutionParams, { origin }: Pick<GraphqlContext, 'origin'>): ReadReexecution {
  const { parentRunId, strategy, opSelection, runConfigData, useParentRunTags, markedDone, idempotencyKey } = params
  const tags = readTags(params.tags)
  if ('__typename' in tags) return tags as InvalidTags
  const read = runConfigData == null ? undefined : readRunConfig(runConfigData)
  if (read?.ok === false) return invalidConfig(read.errors)
  return {
    request: {
      parentRunId,
      strategy,
      tags,
      useParentTags: useParentRunTags ?? true,
      origin: { kind: origin },
      ...(opSelection === undefined ? {} : { opSelection }),
      ...(read === undefined ? {} : { config: read.config }),
      ...(markedDone == null ? {} : { markedDone: checkedList(markedDone, 'markedDone').map(markedOutput) }),
      ...(idempotencyKey == null ? {} : { idempotencyKey }),
    },
  }
}

/** A run again as it was, by a strategy. */
export const plainReexecution = (
  parentRunId: string,
  strategy: ReexecutionStrategy,
  { origin }: Pick<GraphqlContext, 'origin'>,
): ReexecutionRequest => ({ parentRunId, strategy, origin: { kind: origin } })
