import type { Instance } from '@pawl/core/plugin'
import type { Project } from '../config/load-config.ts'
import type { Locations } from '../location/locations.ts'
import { startLoop } from '../loop.ts'
import type { Report } from '../runner.ts'
import { deliverWith, hiddenMs } from './deliver.ts'
import { HandlerHosts } from './handler-hosts.ts'
import { NotificationSender } from './notification-sender.ts'

export interface NotificationsOptions {
  readonly instance: Instance
  readonly project: Project
  readonly locations: Locations
  /** Where people reach this process's launchpad; null where it serves none. */
  readonly launchpadUrl: string | null
  readonly report: Report
}

/** How long a process that stops waits for deliveries under way; what is left is delivered by the next one. */
const STOP_GRACE_MS = 2_000

function handlerHosts({ project, locations, instance, report }: NotificationsOptions): HandlerHosts {
  const { notifications, monitoring } = project.config
  return new HandlerHosts({
    codeOf: (name) => locations.currentCode(name),
    clock: instance.clock,
    deadlines: { loadMs: monitoring.loadTimeoutMs, answerMs: notifications.timeoutMs },
    onOutput: (name, text) => report(`A handler of location "${name}" printed:\n${text.trimEnd()}`),
  })
}

/** Whether an end that is being told of may have put anything into the outbox. */
const isAnyoneTold = ({ project, locations }: NotificationsOptions): boolean =>
  project.config.notifications.webhooks.length > 0 ||
  locations
    .listLocations()
    .some(({ generation, jobs }) => generation === null || jobs.some(({ handlers = [] }) => handlers.length > 0))

/** Tells webhooks and handlers of the ends of runs; gives how to stop. */
export function startNotifications(options: NotificationsOptions): () => Promise<void> {
  const { instance, project, launchpadUrl, report } = options
  const { outbox, runs, eventLog, clock, random, hints, version } = instance
  const { server, monitoring, notifications } = project.config
  const { webhooks, timeoutMs } = notifications
  const handlers = handlerHosts(options)
  const sender = new NotificationSender({
    ...{ outbox, clock, random },
    deliver: deliverWith({
      ...{ runs, eventLog, outbox, clock, webhooks, handlers, timeoutMs, fetch },
      loadTimeoutMs: monitoring.loadTimeoutMs,
      launchpadUrl: server.publicUrl ?? launchpadUrl,
      environment: process.env,
      userAgent: `pawl/${version}`,
    }),
    hiddenMs: hiddenMs(timeoutMs),
    onRoom: () => loop.wake(),
    report,
  })
  const step = async (): Promise<void> => {
    await sender.tick()
    await handlers.stopIdle()
  }
  const failed = (error: unknown): void => report('The loop that sends notifications met an error and goes on.', error)
  const loop = startLoop({ clock, everyMs: monitoring.tickMs, step, report: failed })
  const stopListening = hints.listen(null, (_, what) => {
    if (what === 'ended' && isAnyoneTold(options)) loop.wake()
  })
  return async () => {
    stopListening()
    const over = new AbortController()
    // A step may be waiting for a storage that is away.
    await Promise.race([loop.stop(), clock.sleep(STOP_GRACE_MS, over.signal)])
    over.abort()
    await sender.stop(STOP_GRACE_MS).catch(failed)
    await handlers.stop()
  }
}
