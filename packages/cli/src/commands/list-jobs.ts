import { type CommandContext, EXIT } from '../command-context.ts'
import { jobsOf, type ListedJob, loadErrorText, loadLocations } from '../project/loaded-jobs.ts'
import { projectOf, withInstance } from '../project/with-instance.ts'
import { firstLine, plural, tableLines } from '../terminal/text.ts'
import type { JobOptions } from './job-commands.ts'

const NO_LOCATIONS = "The project has no locations. Name one in pawl.config.ts: locations: { main: './src/definitions.ts' }."

const rowOf = ({ locationName, job }: ListedJob): readonly string[] => [
  job.name,
  locationName,
  plural(job.ops.length, 'op'),
  firstLine(job.description ?? ''),
]

const jobJson = ({ locationName, job }: ListedJob): object => ({
  name: job.name,
  locationName,
  description: job.description,
  owners: job.owners,
  tags: job.tags,
  opCount: job.ops.length,
})

/** `pawl job list`: exit code 1 where a location could not be loaded, since some jobs are not known then. */
export async function listJobs(context: CommandContext, { location }: JobOptions): Promise<number> {
  const project = await projectOf(context)
  const locations = await withInstance(project, (opened) => loadLocations(opened, project, location))
  const jobs = jobsOf(locations)
  const failed = locations.filter(({ status }) => status === 'failed')
  if (context.isJson) {
    const states = locations.map(({ name, module, status, error }) => ({ name, module, status, error: error?.message ?? null }))
    context.printJson({ locations: states, jobs: jobs.map(jobJson) })
  } else if (jobs.length > 0) {
    const [head = '', ...rows] = tableLines([['JOB', 'LOCATION', 'OPS', ''], ...jobs.map(rowOf)])
    context.print(context.paint('dim', head), ...rows)
  }
  if (locations.length === 0) context.note(NO_LOCATIONS)
  context.note(...failed.map((state) => context.paint('red', loadErrorText(state))))
  return failed.length === 0 ? EXIT.ok : EXIT.failed
}
