import { FrameworkError, type OpDescription, type RunConfigSchema, resolveJob } from '@pawl/core/plugin'
import { type CommandContext, EXIT } from '../command-context.ts'
import { withJobs } from '../launch/launched.ts'
import { type ConfigField, configFields } from '../project/config-fields.ts'
import { jobsOf, type ListedJob, loadLocations } from '../project/loaded-jobs.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { tableLines } from '../terminal/text.ts'
import type { JobOptions } from './job-commands.ts'

function opRow(op: OpDescription, upstream: readonly string[]): readonly string[] {
  const notes = [
    op.mapOver === null ? '' : `for each item of ${op.mapOver.key}.${op.mapOver.output}`,
    op.retry ?? '',
    op.timeoutSeconds === null ? '' : `timeout ${op.timeoutSeconds} s`,
    op.resources.length === 0 ? '' : `needs ${op.resources.join(', ')}`,
  ]
  const from = upstream.length === 0 ? '' : `after ${upstream.join(', ')}`
  return [`  ${op.key}`, from, notes.filter((note) => note !== '').join('; ')]
}

function fieldRow({ path, type, isRequired, default: value, description }: ConfigField): readonly string[] {
  const given = isRequired ? 'required' : value === null ? '' : `default ${value}`
  return [`  ${path}`, type, given, description ?? '']
}

const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', title, ...lines])

function printJob({ print, paint }: CommandContext, { locationName, job }: ListedJob, { jsonSchema }: RunConfigSchema): void {
  const upstream = (key: string): readonly string[] => [
    ...new Set(job.edges.filter(({ to }) => to === key).map(({ from }) => from)),
  ]
  const tags = Object.entries(job.tags).map(([key, value]) => `${key}=${value}`)
  print(`${paint('bold', job.name)} in location ${locationName}`)
  if (job.description !== null) print(job.description)
  if (tags.length > 0) print(`Tags: ${tags.join(', ')}`)
  if (job.owners.length > 0) print(`Owners: ${job.owners.join(', ')}`)
  print(...section(paint('dim', 'Ops'), tableLines(job.ops.map((op) => opRow(op, upstream(op.key))))))
  const resources = job.resources.map(({ key, description }) => [`  ${key}`, description ?? ''])
  print(...section(paint('dim', 'Resources'), tableLines(resources)))
  print(...section(paint('dim', 'Config'), tableLines(configFields(jsonSchema).map(fieldRow))))
}

/** `pawl job show`. @throws FrameworkError UNKNOWN_JOB, UNKNOWN_LOCATION, LOCATION_NOT_LOADED */
export async function showJob(context: CommandContext, { location }: JobOptions, jobName: string): Promise<number> {
  const project = await projectOf(context)
  return withInstance(project, async (opened) => {
    const locations = await loadLocations(opened, project, location)
    const resolved = resolveJob(locations, { jobName, locationName: location })
    if (resolved.kind === 'unknown-job') {
      const names = jobsOf(locations).map(({ job }) => job.name)
      throw new FrameworkError('UNKNOWN_JOB', { message: withJobs(resolved.message, resolved.didYouMean, names) })
    }
    if (resolved.kind !== 'found') throw new FrameworkError('LOCATION_NOT_LOADED', { message: resolved.message })
    const { job } = resolved
    const locationName = resolved.location.name
    const schema = await opened.locations.getRunConfigSchema({ locationName, jobName, opSelection: null })
    const { jsonSchema, defaultConfig } = schema
    if (context.isJson) context.printJson({ ...job, locationName, runConfigSchema: jsonSchema, defaultRunConfig: defaultConfig })
    else printJob(context, { locationName, job }, schema)
    return EXIT.ok
  })
}
