import { FrameworkError, type Instance, isRunId, type Run, unknownRunMessage } from '@pawl/core/plugin'

const LATEST = 'latest'

function notFound(name: string): FrameworkError {
  const message =
    name === LATEST
      ? 'There are no runs yet. Launch one with "pawl job launch <job>".'
      : isRunId(name)
        ? unknownRunMessage(name)
        : `"${name}" is no run id. Give a whole one, as "pawl run list" shows it, or "latest".`
  return new FrameworkError('RUN_NOT_FOUND', { message, details: { runId: name } })
}

/** The run of an id, or the newest one for `latest`. @throws FrameworkError RUN_NOT_FOUND */
export async function findRun({ runs }: Pick<Instance, 'runs'>, name: string): Promise<Run> {
  const [latest] = name === LATEST ? await runs.listRuns({ limit: 1 }) : []
  const run = latest ?? (isRunId(name) ? await runs.getRun(name) : undefined)
  if (run === undefined) throw notFound(name)
  return run
}
