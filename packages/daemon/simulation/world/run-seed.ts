import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Violation } from '../checks/violation.ts'
import { violated } from '../checks/violation.ts'
import type { SimulatedProcess } from '../engine/simulated-process.ts'
import type { Fate, SiteName } from '../engine/sites.ts'
import { Daemon } from './daemon.ts'
import { Users } from './users.ts'
import { FIRST_MOMENT, World, type WorldOptions } from './world.ts'

export interface SeedReport {
  readonly seed: number
  readonly storage: 'memory' | 'sqlite'
  readonly violation: Violation | undefined
  readonly runs: number
  readonly events: number
  /** Simulated milliseconds. */
  readonly lastedMs: number
  readonly sites: readonly (readonly [SiteName, Fate, number])[]
  /** Of all logs; undefined where it was not asked for. */
  readonly hash: string | undefined
}

/** In which things go wrong; then nothing does any more, and everything must come to its end. */
const TROUBLED_MS = { least: 500, most: 3_500 }
/** Longer than any pause, delay and deadline of a world together. */
const QUIET_MS = 60_000

/** Makes some of the daemons' misfortunes that no call of theirs brings about; gives whether none is to come any more. */
function planMisfortunes(world: World, daemons: readonly Daemon[], withinMs: number): () => boolean {
  const { chance, timeline } = world
  let planned = 0
  const at = (act: () => void): void => {
    planned++
    timeline.after(chance.between(0, withinMs), () => {
      planned--
      act()
    })
  }
  const some = (): SimulatedProcess | undefined => chance.pick(daemons)?.process
  if (chance.is(0.3)) at(() => some()?.die('killed'))
  if (chance.is(0.3)) at(() => stopWithWorkers(world, some()))
  for (let n = chance.is(0.3) ? chance.whole(1, 3) : 0; n > 0; n--) at(() => chance.pick(daemons)?.stop())
  if (chance.is(0.3)) at(() => world.objects.lose(chance.between(0, 0.5)))
  return () => planned === 0
}

/** As a machine that sleeps: a daemon and its workers get no time, and wake later than others wait for them. */
function stopWithWorkers(world: World, daemon: SimulatedProcess | undefined): void {
  if (daemon === undefined) return
  const ms = world.chance.between(200, 3_000)
  world.story.tell(daemon.name, () => `sleeps with its workers for ${Math.round(ms)} ms`)
  for (const { process } of world.workers.of(daemon)) process.pause(ms)
  daemon.pause(ms)
}

async function live(world: World): Promise<void> {
  const { chance, timeline, faults, checks } = world
  const isOneMachine = chance.is(0.5)
  const daemons = ['a', 'b'].map(
    (name) =>
      new Daemon(world, {
        name,
        hostId: isOneMachine ? 'host' : `host-${name}`,
        clockOffsetMs: isOneMachine ? 0 : chance.whole(-150, 150),
      }),
  )
  const users = new Users(world)
  const troubledMs = chance.between(TROUBLED_MS.least, TROUBLED_MS.most)
  users.plan(troubledMs)
  const isSpared = planMisfortunes(world, daemons, troubledMs)
  for (const daemon of daemons) timeline.after(chance.between(0, 100), () => daemon.start())
  const end = FIRST_MOMENT + troubledMs
  const isOver = (): boolean => users.isDone && checks.isAllOver && daemons.every(({ isIdle }) => isIdle)
  // Where nobody wants anything any more nothing can go wrong either.
  await timeline.run(() => world.violation !== undefined || timeline.now >= end || (isSpared() && isOver()))
  faults.becomeQuiet()
  world.story.tell('world', () => 'is quiet from now on')
  await timeline.run(() => world.violation !== undefined || isOver() || timeline.now >= end + QUIET_MS)
  if (world.violation !== undefined) return
  await world.hold(() => checks.checkLast())
  await world.hold(() => {
    if (!users.isDone) violated(5, 'a user was never answered')
    for (const { isIdle, process } of daemons) if (!isIdle) violated(7, `${process?.name} holds a run that is over`)
  })
}

async function hashLogs(world: World): Promise<string> {
  const hash = createHash('sha256')
  for (const { runId } of world.checks.runs) {
    hash.update(JSON.stringify(await world.database.runs.getRun(runId)))
    hash.update(JSON.stringify(await world.database.eventLog.listEvents(runId, { limit: 100_000 })))
  }
  return hash.update(String(world.timeline.count)).digest('hex')
}

/** What a process would have died of: a rejection that nobody waits for. */
async function strayRejections(live: () => Promise<void>, onStray: (error: unknown) => void): Promise<void> {
  process.on('unhandledRejection', onStray)
  try {
    await live()
    // Node tells of them when nothing else is left to do.
    await nextTurn()
  } finally {
    process.off('unhandledRejection', onStray)
  }
}

/** Lets one world live, and tells what was found in it; the same seed gives the same world, whatever else runs. */
export async function runSeed(options: WorldOptions & { readonly withHash?: boolean }): Promise<SeedReport> {
  const world = await World.open(options)
  const onStray = (error: unknown): void => world.note(() => violated(10, `nobody waits for: ${String(error)}`))
  await strayRejections(() => live(world), onStray).catch((error: unknown) => {
    if (world.violation === undefined) throw error
  })
  const { violation, checks, timeline, faults, database, seed } = world
  const hash = options.withHash === true ? await hashLogs(world) : undefined
  await database.runs.close()
  return {
    seed,
    storage: database.kind,
    violation,
    runs: checks.runs.length,
    events: checks.runs.reduce((sum, { seq }) => sum + seq, 0),
    lastedMs: timeline.now - FIRST_MOMENT,
    sites: faults.counts.entries(),
    hash,
  }
}
