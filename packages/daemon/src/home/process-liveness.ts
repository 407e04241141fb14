import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Whether a process of this machine lives; one that this user may not touch does. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process lives whose command line has this text in it: ids of processes are used again, a random text is not. */
export function isProcessWith(pid: number, text: string): boolean {
  return isProcessAlive(pid) && commandLine(pid).includes(text)
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    // It has just ended.
    return ''
  }
}

/**
 * Whether a group has a process in it that was started with this variable: its leader may be gone, and its number another group's by now.
 * Only Linux lets this be seen; elsewhere it is never known.
 */
export function isGroupWith(group: number, name: string, value: string): boolean {
  if (process.platform !== 'linux' || !isProcessAlive(-group)) return false
  const processes = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  return processes.some((pid) => groupOf(pid) === group && environmentOf(pid).includes(`${name}=${value}`))
}

const environmentOf = (pid: string): readonly string[] => readProcess(pid, 'environ').split('\0')

/** Behind the name of its program, which may hold anything: its state, its parent, its group. */
function groupOf(pid: string): number {
  const stat = readProcess(pid, 'stat')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

function readProcess(pid: string, file: 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // It has just ended, or is another user's.
    return ''
  }
}

/** SIGKILL to a process that leads a group, and to what it has started and not set apart. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}
