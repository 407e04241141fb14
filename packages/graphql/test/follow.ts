import type { Client } from 'graphql-ws'

/** What a subscription sends, one after the other. */
export interface Followed<Message> {
  next(): Promise<Message>
  /** Rejects when it ended with an error. */
  ended(): Promise<readonly Message[]>
  stop(): Promise<void>
}

/** A list of GraphQL errors, which ends a subscription, as one that can be thrown and looked at. */
const asError = (thrown: unknown): never => {
  if (!Array.isArray(thrown)) throw thrown
  throw new Error(thrown.map((error: { readonly message: string }) => error.message).join(' '))
}

export function follow<Message>(client: Client, query: string, variables: Record<string, unknown> = {}): Followed<Message> {
  const messages = client.iterate<Record<string, Message>>({ query, variables })
  const read = async (): Promise<Message | undefined> => {
    const { value, done } = await messages.next().catch(asError)
    if (done === true) return undefined
    const result = value as { data?: Record<string, Message>; errors?: readonly { message: string }[] }
    if (result.errors !== undefined) throw new Error(result.errors.map(({ message }) => message).join(' '))
    return Object.values(result.data ?? {})[0]
  }
  return {
    async next() {
      const message = await read()
      if (message === undefined) throw new Error('The subscription has ended.')
      return message
    },
    async ended() {
      const all: Message[] = []
      for (let message = await read(); message !== undefined; message = await read()) all.push(message)
      return all
    },
    async stop() {
      await messages.return?.()
    },
  }
}
