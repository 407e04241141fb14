import { PAWL_VERSION, startEngine } from '@pawl/daemon'
import { type CommandContext, EXIT } from '../command-context.ts'
import { projectOf } from '../project/with-instance.ts'
import { shownPath } from '../wait/run-result.ts'
import { tellOfLocations, untilStopped } from './while-running.ts'

/** `pawl worker`: what a daemon is without its server, until Ctrl-C or SIGTERM. @throws as startEngine */
export async function work(context: CommandContext): Promise<number> {
  const project = await projectOf(context)
  const engine = await startEngine({
    project,
    report: (message, error) => context.note(`${message}${error === undefined ? '' : ` ${String(error)}`}`),
  })
  const stopped = untilStopped(context, engine)
  if (context.isJson) context.printJson({ event: 'working', pid: process.pid, home: project.home })
  else {
    const { paint } = context
    context.print(`${paint('bold', `Pawl ${PAWL_VERSION}`)} executes queued runs, and serves nothing. Ctrl-C ends it.`)
    context.print(`  Home  ${shownPath(project.home)}`, '')
  }
  const stopTelling = tellOfLocations(context, engine.instance)
  await stopped
  stopTelling()
  await engine.stop()
  if (context.isJson) context.printJson({ event: 'stopped' })
  return EXIT.ok
}
