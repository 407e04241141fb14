import { FrameworkError, isRecord } from '@pawl/core/plugin'
import type { DaemonRecord, Project } from '@pawl/daemon'

/** Answers of one running daemon. */
export interface DaemonClient {
  /** Of the launchpad. */
  readonly url: string
  /** Gives the `data` of the answer. @throws FrameworkError DAEMON_REFUSED with the daemon's own words */
  query<Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>
}

const refused = (url: string, why: string): FrameworkError =>
  new FrameworkError('DAEMON_REFUSED', { message: `The daemon at ${url} refused: ${why}`, details: { url } })

const WRONG_TOKEN = 'it asks for its token. Set server.token in pawl.config.ts, or PAWL_TOKEN, to what it was started with.'

const messagesOf = (errors: readonly unknown[]): string =>
  errors.map((error) => (isRecord(error) ? String(error['message']) : String(error))).join(' ')

/** Talks GraphQL to a project's daemon. Its answers have the shape of the query: it is of this version of Pawl. */
export function daemonClient({ url }: DaemonRecord, { config }: Project): DaemonClient {
  const token = process.env['PAWL_TOKEN'] ?? config.server.token
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return {
    url,
    async query<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
      const response = await fetch(new URL('/graphql', url), {
        method: 'POST',
        headers,
        body: JSON.stringify({ query, variables }),
      })
      if (response.status === 401) throw refused(url, WRONG_TOKEN)
      const text = await response.text()
      const answer: unknown = response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : undefined
      if (!isRecord(answer)) throw refused(url, text.trim() || `status ${response.status}.`)
      const { data, errors } = answer
      if (Array.isArray(errors) && errors.length > 0) throw refused(url, messagesOf(errors))
      return data as Data
    },
  }
}
