import { GraphQLError, GraphQLScalarType, type ValueNode, valueFromASTUntyped } from 'graphql'

function readBigInt(value: unknown): number {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw new GraphQLError(`BigInt takes whole numbers between -(2^53 - 1) and 2^53 - 1, not ${JSON.stringify(value)}.`)
}

export const BigIntScalar: GraphQLScalarType<number, number> = new GraphQLScalarType<number, number>({
  name: 'BigInt',
  description: 'Milliseconds, bytes and event numbers: whole numbers beyond 32 bits.',
  serialize: (value) => readBigInt(typeof value === 'number' ? Math.trunc(value) : value),
  parseValue: readBigInt,
  parseLiteral: (node: ValueNode, variables) =>
    readBigInt(node.kind === 'IntValue' ? Number(node.value) : valueFromASTUntyped(node, variables)),
})

export const JsonScalar: GraphQLScalarType<unknown, unknown> = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
})
