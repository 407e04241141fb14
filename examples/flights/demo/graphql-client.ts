import { z } from 'zod'

export interface GraphqlClient {
  /** What the server answers, checked by the schema. Throws with the server's own words when it refuses. */
  request<T>(query: string, variables: Readonly<Record<string, unknown>>, schema: z.ZodType<T>): Promise<T>
}

const Answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

/** Talks GraphQL over HTTP. */
export const graphqlClient = (url: string): GraphqlClient => ({
  async request(query, variables, schema) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const answer = Answer.safeParse(await response.json().catch(() => undefined))
    if (!answer.success) throw new Error(`${url} answered ${response.status}, and not with GraphQL.`)
    const refusals = answer.data.errors ?? []
    if (refusals.length > 0) throw new Error(refusals.map((error) => error.message).join(' '))
    return schema.parse(answer.data.data)
  },
})
