import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql'

export interface QueryLimits {
  /** How deep fields may be nested. */
  readonly depth: number
  /** See {@link measureOperation}. */
  readonly cost: number
  readonly aliases: number
}

export interface Measure {
  readonly depth: number
  readonly cost: number
  readonly aliases: number
}

/** Fields that read from the storage or from disk each time they are resolved, besides those at the root. */
export const READING_FIELDS: ReadonlySet<string> = new Set([
  'Job.runs',
  'Runs.count',
  'Run.failure',
  'Run.retryDecision',
  'Run.groupSize',
  'RunGroup.rootRun',
  'RunGroup.count',
  'RunGroup.runs',
  'Run.stepCounts',
  'Run.steps',
  'Run.step',
  'Run.outputs',
  'Run.capturedLogKeys',
  'Run.queueReason',
  'Instance.runQueue',
  'Instance.concurrency',
  'Instance.daemonHealth',
  'RunLogsMessage.steps',
])
const COST_OF_READING = 10

const NOTHING: Measure = { depth: 0, cost: 0, aliases: 0 }
// Introspection has no storage behind it and is as deep as its tools ask for.
const isIntrospection = (name: string): boolean => name.startsWith('__')

class OperationMeter {
  readonly #schema: GraphQLSchema
  readonly #variables: Readonly<Record<string, unknown>>
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>
  // Fragments that spread others twice each would otherwise be walked a number of times that doubles with every level.
  readonly #measured: Map<string, Measure> = new Map()

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema
    this.#variables = variables
    this.#fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === 'FragmentDefinition' ? [[node.name.value, node]] : [])),
    )
  }

  /** How many of a field's items are asked for: its `limit`, or one where it has none. */
  #times(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const limit = field.args.find(({ name }) => name === 'limit')
    if (limit === undefined) return 1
    const given = node.arguments?.find(({ name }) => name.value === 'limit')?.value
    const value =
      given?.kind === 'IntValue'
        ? Number(given.value)
        : given?.kind === 'Variable'
          ? this.#variables[given.name.value]
          : undefined
    const asked = typeof value === 'number' ? value : limit.defaultValue
    return typeof asked === 'number' && asked > 1 ? asked : 1
  }

  #field(node: FieldNode, parent: GraphQLNamedType): Measure {
    const name = node.name.value
    if (isIntrospection(name)) return { ...NOTHING, cost: 1 }
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
    if (field === undefined) return NOTHING
    const inner = node.selectionSet === undefined ? NOTHING : this.selections(node.selectionSet, getNamedType(field.type))
    const own = READING_FIELDS.has(`${parent.name}.${name}`) ? COST_OF_READING : 1
    return {
      depth: inner.depth + 1,
      cost: own + this.#times(field, node) * inner.cost,
      aliases: inner.aliases + (node.alias === undefined ? 0 : 1),
    }
  }

  #fragment(name: string): Measure {
    const known = this.#measured.get(name)
    if (known !== undefined) return known
    const fragment = this.#fragments.get(name)
    const type = fragment === undefined ? undefined : typeFromAST(this.#schema, fragment.typeCondition)
    const measure = fragment === undefined || type === undefined ? NOTHING : this.selections(fragment.selectionSet, type)
    this.#measured.set(name, measure)
    return measure
  }

  selections({ selections }: SelectionSetNode, parent: GraphQLNamedType): Measure {
    let { depth, cost, aliases } = NOTHING
    for (const node of selections) {
      const measure =
        node.kind === 'Field'
          ? this.#field(node, parent)
          : node.kind === 'FragmentSpread'
            ? this.#fragment(node.name.value)
            : this.selections(node.selectionSet, (node.typeCondition && typeFromAST(this.#schema, node.typeCondition)) ?? parent)
      depth = Math.max(depth, measure.depth)
      cost += measure.cost
      aliases += measure.aliases
    }
    return { depth, cost, aliases }
  }
}

/**
 * What an operation asks for at most: every field costs 1, or 10 where it reads from the storage, once for each item that
 * the `limit`s above it allow. The document must be valid.
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  asked: { readonly operation: OperationDefinitionNode; readonly variables: Readonly<Record<string, unknown>> },
): Measure {
  const root = schema.getRootType(asked.operation.operation)
  if (root == null) return NOTHING
  return new OperationMeter(schema, document, asked.variables).selections(asked.operation.selectionSet, root)
}

/** Undefined when the operation keeps within the limits. */
export function refuseMeasure(measure: Measure, limits: QueryLimits): GraphQLError | undefined {
  const refuse = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'QUERY_TOO_LARGE' } })
  if (measure.depth > limits.depth) return refuse(`The query is ${measure.depth} fields deep; ${limits.depth} are allowed.`)
  if (measure.aliases > limits.aliases) return refuse(`The query has ${measure.aliases} aliases; ${limits.aliases} are allowed.`)
  if (measure.cost <= limits.cost) return undefined
  return refuse(`The query may cost ${measure.cost} fields; ${limits.cost} are allowed. Ask for less at a time with "limit".`)
}
