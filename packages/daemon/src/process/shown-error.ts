import type { SerializedError } from '@pawl/core/plugin'

/** An error with paths as seen from the project's folder: whoever reads it in a browser need not learn where the project lies. */
export function withoutProjectPaths(error: SerializedError, projectDirectory: string): SerializedError {
  const shorten = (text: string): string =>
    text.replaceAll(`file://${projectDirectory}/`, '').replaceAll(`${projectDirectory}/`, '')
  return {
    ...error,
    message: shorten(error.message),
    ...(error.stack === undefined ? {} : { stack: shorten(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: withoutProjectPaths(error.cause, projectDirectory) }),
  }
}
