import type { CombinedError } from 'urql'

/** What to tell of a request that brought no answer, or an error for one. */
export function requestFailure(error: CombinedError, what: string): { readonly title: string; readonly hint: string } {
  const { status } = (error.response ?? {}) as { readonly status?: number }
  if (status === 401) {
    return {
      title: 'This server asks for its token.',
      hint: 'Open /session?token=… of this server once in this browser; the token is where the server was configured.',
    }
  }
  if (error.networkError) {
    const answered = status === undefined ? '' : ` It answered with ${status}.`
    return { title: `Pawl does not answer, so ${what} cannot be shown.`, hint: `Is the daemon running?${answered}` }
  }
  return {
    title: `${what.charAt(0).toUpperCase()}${what.slice(1)} cannot be shown.`,
    hint: error.graphQLErrors.map(({ message }) => message).join(' '),
  }
}
