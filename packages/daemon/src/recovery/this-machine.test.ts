import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type SupervisorRecord, systemClock } from '@pawl/core/plugin'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isProcessWith } from '../home/process-liveness.ts'
import { PROCESS_VARIABLE, processVariable, writeProcessRecord } from '../location/process-record.ts'
import type { LocalSupervisors, Orphaned } from './local-supervisors.ts'
import { openSupervisorSocket, probeSupervisor } from './supervisor-socket.ts'
import { thisMachine } from './this-machine.ts'

let directory: string
let local: LocalSupervisors
let children: ChildProcess[]
let names: number
/** The id of a process that is gone. */
let gone: number

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pawl-sockets-'))
  local = thisMachine({ hostId: 'here', socketDirectory: directory, clock: systemClock })
  children = []
  names = 0
  gone = spawnSync(process.execPath, ['--version']).pid
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(directory, { recursive: true })
})

interface Noted {
  readonly pid: number
  readonly socketPath: string
}

/** A process as a supervisor in the process `owner` starts one, with what is noted of it. */
async function worker(owner: number, supervisorId: string | null): Promise<Noted> {
  const socketPath = join(directory, `${owner}-${String(names++).padStart(12, '0')}.sock`)
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', socketPath], { detached: true, stdio: 'ignore' })
  children.push(child)
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  writeFileSync(socketPath, '')
  writeProcessRecord({ pid, socketPath, supervisorId })
  return { pid, socketPath }
}
const isRunning = ({ pid, socketPath }: Noted): boolean => isProcessWith(pid, socketPath)

const supervisor = (supervisorId: string, changes: Partial<SupervisorRecord> = {}): SupervisorRecord => ({
  ...{ supervisorId, hostId: 'here', pid: gone, socketPath: join(directory, `${gone}-0123456789ab.sock`), leaseMs: 1_000 },
  ...{ startedAt: 0, beat: 0, status: 'dead', ...changes },
})
const orphaned = (dead: readonly SupervisorRecord[], ...registered: readonly string[]): Orphaned => ({
  dead,
  registered: new Map(
    [...registered.map((id) => supervisor(id, { status: 'alive' })), ...dead].map((one) => [one.supervisorId, one]),
  ),
})

test('the workers of a dead supervisor are killed, also stopped ones and those of a process that lives; all others live on', async () => {
  const [ofDead, stopped, ofZombie] = [await worker(gone, 'dead'), await worker(gone, 'dead'), await worker(process.pid, 'dead')]
  const [ofAlive, unregistered] = [await worker(process.pid, 'alive'), await worker(process.pid, 'new')]
  process.kill(stopped.pid, 'SIGSTOP')
  expect(await local.killOrphans(orphaned([supervisor('dead')], 'alive'))).toEqual(new Set())
  expect([ofDead, stopped, ofZombie].map(isRunning)).toEqual([false, false, false])
  expect([ofAlive, unregistered].map(isRunning)).toEqual([true, true])
  expect(readdirSync(directory).length).toBe(4)
})

test('what nobody is registered for is killed when the process that started it is gone: code hosts too', async () => {
  const left = [await worker(gone, 'forgotten'), await worker(gone, null)]
  await local.killOrphans(orphaned([]))
  expect(left.map(isRunning)).toEqual([false, false])
  expect(readdirSync(directory)).toEqual([])
})

test('what belongs to a supervisor that is registered is kept until that one is known to be dead', async () => {
  const left = await worker(gone, 'dying')
  await local.killOrphans(orphaned([], 'dying'))
  expect(isRunning(left)).toBe(true)
  expect(existsSync(left.socketPath)).toBe(true)
  await local.killOrphans(orphaned([supervisor('dying')]))
  expect(isRunning(left)).toBe(false)
})

test('the socket of one that is registered is kept, since it tells at once that its process is gone, until that one is known to be dead', async () => {
  const dying = supervisor('dying', { status: 'alive' })
  writeFileSync(dying.socketPath ?? '', '')
  await local.killOrphans({ dead: [], registered: new Map([['dying', dying]]) })
  expect(existsSync(dying.socketPath ?? '')).toBe(true)
  await local.killOrphans(orphaned([dying]))
  expect(existsSync(dying.socketPath ?? '')).toBe(false)
})

test('a process that was given the id of a dead worker is not killed', async () => {
  const other = await worker(process.pid, 'alive')
  writeProcessRecord({ pid: other.pid, socketPath: join(directory, `${gone}-ffffffffffff.sock`), supervisorId: 'dead' })
  await local.killOrphans(orphaned([supervisor('dead')], 'alive'))
  expect(isRunning(other)).toBe(true)
  expect(readdirSync(directory).filter((name) => name.startsWith(`${gone}-`))).toEqual([])
})

/** The id of a child that a process of this record has left in its group, and the record. */
async function childOfKilled(socketPath: string, started: string): Promise<Noted> {
  const env = { ...process.env, [PROCESS_VARIABLE]: processVariable(started) }
  const leader = spawn('sh', ['-c', 'sleep 600 & echo $!; wait'], { detached: true, env, stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = await once(leader.stdout, 'data')
  const exited = once(leader, 'exit')
  leader.kill('SIGKILL')
  await exited
  writeProcessRecord({ pid: leader.pid ?? 0, socketPath, supervisorId: 'dead' })
  return { pid: Number(said), socketPath }
}

test.runIf(process.platform === 'linux')(
  'what a dead worker has started is killed, but not the group of another process that had its id',
  async () => {
    const [one, two] = ['00000000000a', '00000000000b'].map((name) => join(directory, `${gone}-${name}.sock`))
    const left = await childOfKilled(one ?? '', one ?? '')
    const other = await childOfKilled(two ?? '', join(directory, `${gone}-00000000000c.sock`))
    try {
      expect(await local.killOrphans(orphaned([supervisor('dead')]))).toEqual(new Set())
      expect([isProcessWith(left.pid, 'sleep'), isProcessWith(other.pid, 'sleep')]).toEqual([false, true])
      expect(readdirSync(directory)).toEqual([])
    } finally {
      for (const { pid } of [left, other]) if (isProcessWith(pid, 'sleep')) process.kill(pid, 'SIGKILL')
    }
  },
)

test('a dead supervisor with another home on this machine is looked up there, one of another machine is not', async () => {
  const [here, elsewhere] = [await worker(gone, 'here'), await worker(gone, 'elsewhere')]
  const empty = mkdtempSync(join(tmpdir(), 'pawl-sockets-'))
  const other = thisMachine({ hostId: 'here', socketDirectory: empty, clock: systemClock })
  await other.killOrphans(orphaned([supervisor('here'), supervisor('elsewhere', { hostId: 'there' })]))
  expect(isRunning(here)).toBe(false)
  rmSync(empty, { recursive: true })
  expect(elsewhere.pid).toBeGreaterThan(0)
})

test('a socket tells that its process lives, until that is gone', async () => {
  const reports: unknown[] = []
  const socket = openSupervisorSocket(directory, (error) => reports.push(error))
  const record = { socketPath: socket.path, pid: process.pid }
  expect(await probeSupervisor(record)).toBe('alive')
  socket.close()
  // The file is gone, and a process has its id: only its beat can tell. Where none has, it may still be one of another container.
  expect(await probeSupervisor({ ...record, pid: process.ppid })).toBe('unknown')
  expect(await probeSupervisor(record)).toBe('vanished')
  expect(await probeSupervisor({ ...record, pid: gone })).toBe('vanished')
  expect(await probeSupervisor({ socketPath: null, pid: gone })).toBe('unknown')
  expect(reports).toEqual([])
  rmSync(dirname(socket.path), { recursive: true })
})

test.each([
  ['is stopped', 'SIGSTOP', 'alive'],
  ['was killed', 'SIGKILL', 'dead'],
] as const)('a process that %s is %s by its socket', async (_, signal, expected) => {
  const path = join(directory, 'one.sock')
  const child = spawn(process.execPath, ['-e', `require('net').createServer().listen('${path}', () => console.log('here'))`])
  children.push(child)
  await once(child.stdout, 'data')
  const exited = once(child, 'exit')
  child.kill(signal)
  if (signal === 'SIGKILL') await exited
  expect(await probeSupervisor({ socketPath: path, pid: child.pid ?? 0 })).toBe(expected)
})
