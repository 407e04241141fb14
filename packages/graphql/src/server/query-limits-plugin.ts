import { type ExecutionArgs, type GraphQLError, getOperationAST, parse } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { measureOperation, type QueryLimits, refuseMeasure } from './query-cost.ts'

function refusal(
  { schema, document, operationName, variableValues }: ExecutionArgs,
  limits: QueryLimits,
): GraphQLError | undefined {
  const operation = getOperationAST(document, operationName)
  if (operation == null) return undefined
  return refuseMeasure(measureOperation(schema, document, { operation, variables: variableValues ?? {} }), limits)
}

/** Refuses what would be too much before any of it is done: too many words while it is parsed, the rest before it is executed. */
export function useQueryLimits(limits: QueryLimits & { readonly tokens: number }): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => parse(source, { ...options, maxTokens: limits.tokens }))
    },
    onExecute({ args, setResultAndStopExecution }) {
      const error = refusal(args, limits)
      if (error !== undefined) setResultAndStopExecution({ errors: [error] })
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const error = refusal(args, limits)
      if (error !== undefined) setResultAndStopExecution({ errors: [error] })
    },
  }
}
