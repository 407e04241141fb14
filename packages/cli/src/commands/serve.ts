import { FrameworkError } from '@pawl/core/plugin'
import { type Daemon, findDaemon, PAWL_VERSION, type Project, startDaemon } from '@pawl/daemon'
import { type CommandContext, type CommonOptions, EXIT } from '../command-context.ts'
import { projectOf } from '../project/with-instance.ts'
import type { Paint } from '../terminal/paint.ts'
import { tableLines } from '../terminal/text.ts'
import { shownPath } from '../wait/run-result.ts'
import { tellOfLocations, untilStopped } from './while-running.ts'

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
  const stopped = untilStopped(context, daemon.engine)
  if (context.isJson) context.printJson({ event: 'listening', url: daemon.url, pid: process.pid, home: project.home })
  else context.print(...startLines(daemon, isDevelopment, context.paint))
  const stopTelling = tellOfLocations(context, daemon.instance)
  await stopped
  stopTelling()
  await daemon.stop()
  if (context.isJson) context.printJson({ event: 'stopped' })
  return EXIT.ok
}
