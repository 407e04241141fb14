import type { JobDefinition } from '../definition/job-definition.ts'
import type { InputDefinition } from '../definition/op-definition.ts'
import { isRecord } from '../foundation/json.ts'
import { listed } from '../foundation/text.ts'
import { type ConfigPlace, innerPlaces, isSelected, placesIn, withInner } from './config-place.ts'
import { type ConfigSection, readSection, strayFields } from './config-section.ts'
import { checkConfig } from './parse-config.ts'
import type { PlanStep } from './plan.ts'
import { type RunConfigError, runConfigError, showConfigPath } from './run-config-error.ts'
import { knownKeys, shapeOf } from './schema-shape.ts'
import { hasItems, isTaken, type OpenInput, openInputsAt, type RunConfigSelection } from './selected-plan.ts'

export interface OpsCheck {
  readonly job: JobDefinition
  readonly selection: RunConfigSelection | undefined
}

function unknownUse(key: string, meant: string | undefined, places: readonly ConfigPlace[], job: JobDefinition): string {
  const elsewhere = withInner(placesIn(job.graph.nodes)).find(({ node }) => node.name === key)
  if (elsewhere !== undefined) return `There is no op "${key}" here; the one in a graph is at ${elsewhere.path.join('.')}.`
  if (meant !== undefined) return `There is no op or graph "${key}" here. Did you mean "${meant}"?`
  return `There is no op or graph "${key}" here; there are ${listed(places.map(({ node }) => node.name))}.`
}

/** Checks `ops` of the document, or of a graph's section. */
export async function checkOps(
  section: ConfigSection,
  places: readonly ConfigPlace[],
  check: OpsCheck,
): Promise<RunConfigError[]> {
  const names = places.map(({ node }) => node.name)
  const errors = [...section.errors, ...strayFields(section, names, (key, meant) => unknownUse(key, meant, places, check.job))]
  for (const place of places) {
    if (section.errors.length === 0)
      errors.push(...(await checkUse(readSection(section.fields[place.node.name], place.path), place, check)))
  }
  return errors
}

async function checkUse(section: ConfigSection, place: ConfigPlace, check: OpsCheck): Promise<readonly RunConfigError[]> {
  const isGraph = place.node.definition.kind === 'graph'
  if (!isSelected(place, check.selection?.keys)) return isGraph ? checkUnselectedGraph(section, place, check) : []
  if (section.errors.length > 0) return section.errors
  const known = [isGraph ? 'ops' : 'config', 'inputs']
  return [
    ...strayFields(section, known, (key) => strayInUse(key, place)),
    ...(isGraph
      ? await checkOps(readSection(section.fields['ops'], [...place.path, 'ops']), innerPlaces(place), check)
      : await checkOpConfig(section, place)),
    ...(await checkInputs(readSection(section.fields['inputs'], [...place.path, 'inputs']), place, check)),
  ]
}

/** Names are told apart from typos even where nothing is executed. */
const checkUnselectedGraph = (section: ConfigSection, place: ConfigPlace, check: OpsCheck): Promise<RunConfigError[]> =>
  checkOps(readSection(section.fields['ops'], [...place.path, 'ops']), innerPlaces(place), check)

function strayInUse(key: string, { node, path }: ConfigPlace): string {
  const { definition } = node
  if (definition.kind === 'graph') {
    const isInner = definition.nodes.some(({ name }) => name === key)
    return isInner
      ? `Config of "${key}" belongs under "ops": ${path.join('.')}.ops.${key}.`
      : `A graph takes "ops" and "inputs", not "${key}".`
  }
  if (definition.config !== undefined && knownKeys(shapeOf(definition.config)).keys.includes(key))
    return `"${key}" belongs under "config": ${path.join('.')}.config.${key}.`
  return `An op takes "config" and "inputs", not "${key}".`
}

async function checkOpConfig(section: ConfigSection, { node, path }: ConfigPlace): Promise<readonly RunConfigError[]> {
  if (node.definition.kind === 'graph') return []
  const value = section.fields['config']
  const at = [...path, 'config']
  if (node.definition.config !== undefined) return checkConfig({ schema: node.definition.config, value, path: at })
  if (value === undefined || value === null || (isRecord(value) && Object.keys(value).length === 0)) return []
  const message = `The op "${node.name}" takes no config; leave ${showConfigPath(at)} out, or give the op a config schema.`
  return [runConfigError('UNKNOWN_FIELD', at, { message })]
}

/** The planned step of an op's place; only a selection knows it. */
function stepOf(place: ConfigPlace, selection: RunConfigSelection | undefined): PlanStep | undefined {
  return place.node.definition.kind === 'op' ? selection?.plan.steps.find((step) => step.key === place.key) : undefined
}

async function checkInputs(section: ConfigSection, place: ConfigPlace, check: OpsCheck): Promise<RunConfigError[]> {
  const { node, path } = place
  const { selection } = check
  const step = stepOf(place, selection)
  const open = openInputsAt(place.key, selection)
  const wired = Object.keys(node.inputs).filter((input) => node.inputs[input]?.kind === 'config')
  const takes = [...wired, ...open.map(({ input }) => input)]
  const errors = [...section.errors, ...strayFields(section, takes, (key, meant) => strayInput(key, meant, place))]
  if (section.errors.length > 0) return errors
  for (const input of takes) {
    const definition = node.definition.ins[input]
    const value = section.fields[input]
    const left = open.find((one) => one.input === input)
    if (value === undefined && left !== undefined) errors.push(...missingOpenInput(left, place, selection))
    else if (definition !== undefined)
      errors.push(...(await checkInput(value, definition, { path: [...path, 'inputs', input], selection })))
  }
  if (step !== undefined && selection !== undefined && !selection.inputsFromRun && !hasItems(step, selection.keys))
    errors.push(missingItems(step, path))
  return errors
}

async function checkInput(
  value: unknown,
  { schema, acceptsUndefined }: InputDefinition,
  { path, selection }: { readonly path: readonly string[]; readonly selection: RunConfigSelection | undefined },
): Promise<readonly RunConfigError[]> {
  if (value !== undefined) return checkConfig({ schema, value, path, literal: true })
  if (acceptsUndefined || !isTaken(path, selection)) return []
  const message = `${showConfigPath(path)} is missing: the job takes this input from the run config.`
  return [runConfigError('MISSING_FIELD', path, { message })]
}

function strayInput(key: string, meant: string | undefined, { node }: ConfigPlace): string {
  const source = Object.hasOwn(node.inputs, key) ? node.inputs[key] : undefined
  if (source !== undefined)
    return `The input "${key}" of "${node.name}" is wired to other steps; only an input wired by fromConfig() is given here.`
  if (Object.hasOwn(node.definition.ins, key))
    return `The input "${key}" of "${node.name}" is not wired; wire it by fromConfig() to give it here.`
  return `"${node.name}" has no input "${key}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`
}

function missingOpenInput(open: OpenInput, { node }: ConfigPlace, selection: RunConfigSelection | undefined): RunConfigError[] {
  if (open.acceptsUndefined || selection?.inputsFromRun === true) return []
  const message = `The input "${open.input}" of "${node.name}" comes from ${listed(open.from)}, which the selection leaves out. Select that too, name a run to take it from, or give it as ${showConfigPath(open.path)}.`
  return [runConfigError('MISSING_FIELD', open.path, { message })]
}

function missingItems({ key, mapOver }: PlanStep, path: readonly string[]): RunConfigError {
  const message = `"${key}" runs once for each item that "${mapOver?.step}" makes, which the selection leaves out. Select that too, or name a run to take it from.`
  return runConfigError('MISSING_FIELD', path, { message })
}
