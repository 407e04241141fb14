import type { JobDefinition } from '../definition/job-definition.ts'
import type { AnySchema } from '../definition/schema.ts'
import { sha256Hex } from '../foundation/hash.ts'
import { canonicalJson, type JsonObject } from '../foundation/json.ts'
import { type ConfigPlace, innerPlaces, isSelected, placesIn, resourcesOf } from './config-place.ts'
import { ENV_REFERENCE, ENV_REFERENCE_SCHEMA, embedSchema } from './embed-schema.ts'
import type { RunConfigSchema } from './job-description.ts'
import { JSON_SCHEMA_DIALECT, jsonSchemaOf } from './json-schema.ts'
import { checkConfig } from './parse-config.ts'
import { type ScaffoldOptions, scaffold } from './scaffold-config.ts'
import { isTaken, openInputsAt, type RunConfigSelection } from './selected-plan.ts'
import type { RunConfigOptions } from './validate-run-config.ts'

interface Field {
  readonly schema: JsonObject
  readonly required: boolean
}

const EXECUTION: JsonObject = {
  type: 'object',
  description: 'How the run is executed.',
  properties: {
    config: {
      type: 'object',
      properties: {
        maxConcurrent: { type: 'integer', minimum: 1, description: 'How many steps may run at the same time.' },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
}

const described = (description: string | undefined): JsonObject => (description === undefined ? {} : { description })

/** A mapping that takes these fields and no others. */
function section(fields: Readonly<Record<string, Field>>, description?: string): JsonObject {
  const required = Object.keys(fields).filter((key) => fields[key]?.required === true)
  const properties = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.schema]))
  return {
    type: 'object',
    ...described(description),
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

const asField = (schema: JsonObject): Field => ({ schema, required: 'required' in schema })

/** Collects the definitions of all the schemas that are put into one document. */
class SchemaDocument {
  readonly definitions: Record<string, JsonObject[string]> = { [ENV_REFERENCE]: ENV_REFERENCE_SCHEMA }
  readonly #selection: RunConfigSelection | undefined

  constructor(selection: RunConfigSelection | undefined) {
    this.#selection = selection
  }

  #embed(schema: AnySchema, prefix: string, withEnv: boolean): JsonObject | undefined {
    const own = jsonSchemaOf(schema)
    if (own === undefined) return undefined
    const embedded = embedSchema(own, { prefix, withEnv })
    Object.assign(this.definitions, embedded.definitions)
    return embedded.schema
  }

  /** Config that a schema describes; required where an empty one would not do. */
  async config(schema: AnySchema, path: readonly string[], needed: boolean): Promise<Field> {
    const name = path.join('.')
    const unknown = { description: `Config at ${name}. Its schema does not tell what it looks like.`, examples: [{}] }
    const required = needed && (await checkConfig({ schema, value: undefined, path })).length > 0
    return { schema: this.#embed(schema, name, true) ?? unknown, required }
  }

  /** Inputs that the job takes from the run config, and those that the selection leaves open, which it may fill. */
  #inputs({ node, path, key }: ConfigPlace, needed: boolean): Readonly<Record<string, Field>> {
    const taken = Object.keys(node.inputs).filter((input) => node.inputs[input]?.kind === 'config')
    const open = openInputsAt(key, this.#selection).map(({ input }) => input)
    return Object.fromEntries(
      [...taken, ...open].flatMap((input) => {
        const definition = node.definition.ins[input]
        if (definition === undefined) return []
        const place = [...path, 'inputs', input]
        const isFree = definition.acceptsUndefined || open.includes(input) || !isTaken(place, this.#selection)
        const unknown = { description: `Input "${input}" of "${node.name}".` }
        return [
          [input, { schema: this.#embed(definition.schema, place.join('.'), false) ?? unknown, required: needed && !isFree }],
        ]
      }),
    )
  }

  async #use(place: ConfigPlace): Promise<Field> {
    const { node, path } = place
    const { definition } = node
    const needed = isSelected(place, this.#selection?.keys)
    const inputs = this.#inputs(place, needed)
    const fields: Record<string, Field> = {}
    if (definition.kind === 'graph') fields['ops'] = await this.ops(innerPlaces(place))
    else if (definition.config !== undefined) fields['config'] = await this.config(definition.config, [...path, 'config'], needed)
    if (Object.keys(inputs).length > 0) fields['inputs'] = asField(section(inputs))
    return asField(section(fields, definition.description))
  }

  async ops(places: readonly ConfigPlace[]): Promise<Field> {
    const fields: Record<string, Field> = {}
    for (const place of places) fields[place.node.name] = await this.#use(place)
    return asField(section(fields))
  }

  async resources(job: JobDefinition, options: RunConfigOptions): Promise<Field> {
    const { definitions, used } = resourcesOf(job, options.resources ?? {}, options.selection?.keys)
    const fields: Record<string, Field> = {}
    for (const [key, { config, description }] of definitions) {
      const inner = config === undefined ? {} : { config: await this.config(config, ['resources', key, 'config'], used.has(key)) }
      fields[key] = asField(section(inner, description))
    }
    return asField(section(fields))
  }
}

/** JSON Schema (draft 2020-12) of a job's whole run config, for editors. What a document needs is required in it, at every level. */
export async function runConfigJsonSchema(job: JobDefinition, options: RunConfigOptions = {}): Promise<JsonObject> {
  const document = new SchemaDocument(options.selection)
  const fields = {
    ops: await document.ops(placesIn(job.graph.nodes)),
    resources: await document.resources(job, options),
    execution: { schema: EXECUTION, required: false },
  }
  return { $schema: JSON_SCHEMA_DIALECT, title: job.name, ...section(fields, job.description), $defs: document.definitions }
}

/**
 * A run config to start from: what is required, with placeholders of the right type, and with `defaults: true` also every field that
 * has a default.
 */
export async function defaultRunConfig(
  job: JobDefinition,
  options: RunConfigOptions & ScaffoldOptions = {},
): Promise<JsonObject> {
  return scaffold(await runConfigJsonSchema(job, options), options)
}

/** Everything an editor wants to know of a job's run config. */
export async function runConfigSchema(job: JobDefinition, options: RunConfigOptions = {}): Promise<RunConfigSchema> {
  const jsonSchema = await runConfigJsonSchema(job, options)
  return { jsonSchema, hash: await sha256Hex(canonicalJson(jsonSchema)), defaultConfig: scaffold(jsonSchema) }
}
