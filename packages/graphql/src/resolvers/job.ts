import type { JobResolvers, LocationResolvers } from '../generated/schema-types.ts'
import { opError } from '../output/op-error.ts'
import { tagList } from '../output/tag-list.ts'
import { fetchJobRuns, jobId } from '../reads/fetch-jobs.ts'
import type { Complete } from './complete.ts'

export const Job: Complete<JobResolvers> = {
  id: (node) => jobId(node),
  name: ({ job }) => job.name,
  locationName: (node) => node.locationName,
  description: ({ job }) => job.description,
  owners: ({ job }) => job.owners,
  tags: ({ job }) => tagList(job.tags),
  ops: ({ job }) => job.ops.map((op) => ({ ...op, tags: tagList(op.tags) })),
  edges: ({ job }) => job.edges,
  graphs: ({ job }) => job.graphs,
  resources: ({ job }) => job.resources,
  runs: (node, { limit }, { instance }) => fetchJobRuns(instance.runs, node, limit),
}

export const Location: Complete<LocationResolvers> = {
  name: (location) => location.name,
  module: (location) => location.module,
  status: (location) => location.status,
  generation: (location) => location.generation,
  error: ({ error }, _args, { shownText }) => (error === null ? null : opError(error, null, shownText)),
  updatedAt: (location) => location.updatedAt,
  jobNames: (location) => location.jobs.map(({ name }) => name),
}
