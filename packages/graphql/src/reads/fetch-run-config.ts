import { type ConfigQuestion, type LocationCatalog, type RefusedQuestion, refusedQuestion, resolveJob } from '@pawl/core/plugin'
import { stringify } from 'yaml'
import type {
  InvalidOpSelectionError,
  JobOrOpSelector,
  RunConfigError,
  RunConfigInvalid,
  RunConfigSchema,
  RunConfigValid,
} from '../generated/schema-types.ts'
import { type ConfigFault, readRunConfig } from '../input/run-config-data.ts'
import { type JobProblem, jobNotFound, locationNotLoaded } from './fetch-jobs.ts'

type ShownText = (text: string) => string

export type QuestionProblem = JobProblem | (InvalidOpSelectionError & { readonly __typename: 'InvalidOpSelectionError' })
export type InvalidConfig = RunConfigInvalid & { readonly __typename: 'RunConfigInvalid' }

export function questionProblem(refusal: RefusedQuestion, locations: LocationCatalog, shownText: ShownText): QuestionProblem {
  if (refusal.kind === 'unknown-job') return jobNotFound(refusal)
  if (refusal.kind === 'location-not-loaded') return locationNotLoaded(refusal, locations.listLocations(), shownText)
  const { message, position, length, didYouMean } = refusal
  return { __typename: 'InvalidOpSelectionError', message, position, length, didYouMean }
}

const configError = ({ path, code, message, expected, didYouMean }: ConfigFault): RunConfigError => ({
  path: path.map(String),
  code,
  message,
  expected,
  didYouMean,
})

export const invalidConfig = (errors: readonly ConfigFault[]): InvalidConfig => ({
  __typename: 'RunConfigInvalid',
  errors: errors.map(configError),
})

/** Asks a location about a job that it has; a refusal is what `ask` threw, or that there is no such job. */
async function askLocation<Answer>(
  { locations, shownText }: { readonly locations: LocationCatalog; readonly shownText: ShownText },
  selector: JobOrOpSelector,
  ask: (question: ConfigQuestion) => Promise<Answer>,
): Promise<Answer | QuestionProblem> {
  const { jobName, locationName, opSelection } = selector
  const resolved = resolveJob(locations.listLocations(), { jobName, locationName: locationName ?? undefined })
  if (resolved.kind !== 'found') return questionProblem(resolved, locations, shownText)
  const question = { jobName, locationName: resolved.location.name, opSelection: opSelection ?? null }
  try {
    return await ask(question)
  } catch (error) {
    return questionProblem(refusedQuestion(error, question), locations, shownText)
  }
}

type Asked = Parameters<typeof askLocation>[0]

export const fetchRunConfigSchema = (
  asked: Asked,
  selector: JobOrOpSelector,
): Promise<(RunConfigSchema & { readonly __typename: 'RunConfigSchema' }) | QuestionProblem> =>
  askLocation(asked, selector, async (question) => {
    const { jsonSchema, hash, defaultConfig } = await asked.locations.getRunConfigSchema(question)
    return { __typename: 'RunConfigSchema' as const, jsonSchema, hash, defaultConfig, defaultYaml: stringify(defaultConfig) }
  })

export const checkRunConfig = (
  asked: Asked,
  selector: JobOrOpSelector,
  runConfigData: unknown,
): Promise<(RunConfigValid & { readonly __typename: 'RunConfigValid' }) | InvalidConfig | QuestionProblem> =>
  askLocation(asked, selector, async (question) => {
    const read = readRunConfig(runConfigData)
    if (!read.ok) return invalidConfig(read.errors)
    const validation = await asked.locations.validateRunConfig({ ...question, config: read.config })
    if (!validation.ok) return invalidConfig(validation.errors)
    return { __typename: 'RunConfigValid' as const, selectedOps: validation.selectedOps }
  })
