/** Resolvers of every field of a type: what the compiler then misses is a field without an answer. */
export type Complete<Resolvers> = Required<Omit<Resolvers, '__isTypeOf'>>
