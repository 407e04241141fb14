import { randomUUID } from 'node:crypto'
import { isFrameworkError } from '@pawl/core/plugin'
import { GraphQLError, type GraphQLErrorOptions } from 'graphql'

/** Told where the server's operator reads, with what was hidden from the client. */
export type ReportError = (message: string, error: unknown) => void

/** The error a resolver threw, under what GraphQL wrapped around it. */
function thrownBy(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError != null ? thrownBy(error.originalError) : error
}

/** Where in the query an error belongs. */
const placeOf = (error: unknown): Pick<GraphQLErrorOptions, 'nodes' | 'path'> =>
  error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}

/** Written for whoever runs the server: it may name the database, its host, and the user. */
const isOfStorage = (code: string): boolean => code.startsWith('STORAGE_')

/**
 * What a client is told of an error: those of GraphQL itself and of Pawl, which are written for it; of the storage's and of any other only
 * a reference, under which the server's log has the rest.
 */
export const errorMask =
  (shownText: (text: string) => string, report: ReportError) =>
  (error: unknown): GraphQLError => {
    const thrown = thrownBy(error)
    if (error instanceof GraphQLError && thrown instanceof GraphQLError) return error
    const place = placeOf(error)
    if (isFrameworkError(thrown) && !isOfStorage(thrown.code)) {
      return new GraphQLError(shownText(thrown.message), { ...place, extensions: { code: thrown.code } })
    }
    const reference = randomUUID().slice(0, 8)
    report(`An unexpected error was answered with reference ${reference}.`, thrown)
    const more = `The server's log tells more under the reference ${reference}.`
    if (!isFrameworkError(thrown)) {
      return new GraphQLError(`Unexpected error. ${more}`, { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', reference } })
    }
    const message = `The server cannot use its database. ${more}`
    return new GraphQLError(message, { ...place, extensions: { code: thrown.code, reference } })
  }
