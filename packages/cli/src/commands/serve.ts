import { FrameworkError, type LocationState } from '@pawl/core/plugin'
import { type Daemon, findDaemon, PAWL_VERSION, type Project, startDaemon } from '@pawl/daemon'
import { type CommandContext, type CommonOptions, EXIT } from '../command-context.ts'
import { loadErrorText } from '../project/loaded-jobs.ts'
import { projectOf } from '../project/with-instance.ts'
import { onInterrupt } from '../terminal/interrupts.ts'
import type { Paint } from '../terminal/paint.ts'
import { plural, tableLines, timeText } from '../terminal/text.ts'
import { shownPath } from '../wait/run-result.ts'

export interface ServeOptions extends CommonOptions {
  readonly port?: number
  readonly host?: string
}

type ServeMode = ServeOptions & { readonly isDevelopment: boolean }

async function refuseSecond(project: Project): Promise<void> {
  const other = await findDaemon(project)
  if (other === undefined) return
  const message = `A daemon of this project runs already at ${other.url} (process ${other.pid}). Use that one, or stop it first.`
  throw new FrameworkError('DAEMON_RUNNING', { message, details: { url: other.url, pid: other.pid } })
}

function startLines({ url, project }: Daemon, isDevelopment: boolean, paint: Paint): readonly string[] {
  const hasToken = (process.env['PAWL_TOKEN'] ?? project.config.server.token) !== undefined
  const hasLocations = Object.keys(project.config.locations).length > 0
  return [
    `${paint('bold', `Pawl ${PAWL_VERSION}`)} ${isDevelopment ? 'reloads code when it changes.' : 'runs the code as it is now.'} Ctrl-C ends it.`,
    ...tableLines([
      ['  Launchpad', paint('cyan', url), hasToken ? 'asks for the token' : ''],
      ['  GraphQL', paint('cyan', `${url}/graphql`)],
      ['  Home', shownPath(project.home)],
    ]),
    '',
    ...(hasLocations ? [] : ['The project has no locations yet. Name one in pawl.config.ts.']),
  ]
}

const namesOf = ({ jobs }: LocationState): readonly string[] => jobs.map(({ name }) => name)

function locationText(state: LocationState, paint: Paint): string {
  const names = namesOf(state)
  if (state.status === 'failed')
    return paint('red', loadErrorText(state) + (names.length > 0 ? '\nIts last good jobs stay.' : ''))
  return `${paint('green', state.name)}: ${names.length === 0 ? 'no jobs' : `${plural(names.length, 'job')}: ${names.join(', ')}`}`
}

const locationJson = (state: LocationState): object => ({
  event: 'location',
  name: state.name,
  status: state.status,
  generation: state.generation,
  error: state.error?.message ?? null,
  jobs: namesOf(state),
})

/** Tells of each location when it has loaded or failed. Gives how to stop. */
function tellOfLocations({ isJson, print, printJson, paint }: CommandContext, { instance }: Daemon): () => void {
  const told = new Map<string, number>()
  const look = (): void => {
    for (const state of instance.locations.listLocations()) {
      if (state.status === 'loading' || told.get(state.name) === state.updatedAt) continue
      told.set(state.name, state.updatedAt)
      if (isJson) printJson(locationJson(state))
      else print(`${paint('dim', timeText(Date.now()))}  ${locationText(state, paint)}`)
    }
  }
  look()
  return instance.locations.onChange(look)
}

/** Resolves with the first Ctrl-C or SIGTERM; the second kills the workers, so that what is being ended ends at once. */
function untilStopped({ note }: CommandContext, daemon: Daemon): Promise<void> {
  return new Promise((resolve) => {
    onInterrupt((count) => {
      if (count > 1) return daemon.engine.supervisor.killWorkers()
      note('', 'Ending the runs and the workers; Ctrl-C again kills them.')
      resolve()
    })
  })
}

/** `pawl dev` and `pawl daemon`: until Ctrl-C or SIGTERM. @throws FrameworkError DAEMON_RUNNING, and as startDaemon */
export async function serve(context: CommandContext, { isDevelopment, port, host }: ServeMode): Promise<number> {
  const project = await projectOf(context)
  await refuseSecond(project)
  const daemon = await startDaemon({
    projectDirectory: project.directory,
    isDevelopment,
    report: (message, error) => context.note(`${message}${error === undefined ? '' : ` ${String(error)}`}`),
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
  })
  const stopped = untilStopped(context, daemon)
  if (context.isJson) context.printJson({ event: 'listening', url: daemon.url, pid: process.pid, home: project.home })
  else context.print(...startLines(daemon, isDevelopment, context.paint))
  const stopTelling = tellOfLocations(context, daemon)
  await stopped
  stopTelling()
  await daemon.stop()
  if (context.isJson) context.printJson({ event: 'stopped' })
  return EXIT.ok
}
