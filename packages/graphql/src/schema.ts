import type { GraphQLSchema } from 'graphql'
import { createSchema } from 'graphql-yoga'
import type { GraphqlContext } from './context.ts'
import type { Resolvers } from './generated/schema-types.ts'
import { typeDefs } from './generated/type-defs.ts'
import { EdgeKind, LocationStatus, LogLevel, LogStream, MetadataKind } from './resolvers/enums.ts'
import { Instance } from './resolvers/instance.ts'
import { Job, Location } from './resolvers/job.ts'
import { Mutation } from './resolvers/mutation.ts'
import { Query } from './resolvers/query.ts'
import { Run, Runs } from './resolvers/run.ts'
import { RunEvent, RunLogsMessage } from './resolvers/run-event.ts'
import { RunGroup } from './resolvers/run-group.ts'
import { BigIntScalar, JsonScalar } from './resolvers/scalars.ts'
import { Subscription } from './resolvers/subscription.ts'

const resolvers: Resolvers = {
  BigInt: BigIntScalar,
  JSON: JsonScalar,
  EdgeKind,
  LocationStatus,
  LogLevel,
  LogStream,
  MetadataKind,
  Query,
  Mutation,
  Subscription,
  Instance,
  Job,
  Location,
  Run,
  Runs,
  RunGroup,
  RunEvent,
  RunLogsMessage,
}

/** schema.graphql with its resolvers. Types that are not listed here are given as plain objects of their generated type. */
export const pawlSchema = (): GraphQLSchema => createSchema<GraphqlContext>({ typeDefs, resolvers })
