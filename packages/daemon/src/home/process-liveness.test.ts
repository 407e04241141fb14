import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isProcessAlive, isProcessWith, killGroup } from './process-liveness.ts'

test('a process is known by a text in its command line, also while it is stopped, and not after its end', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'its-own-text'], { detached: true })
  const pid = child.pid ?? 0
  await once(child, 'spawn')
  expect(isProcessWith(pid, 'its-own-text')).toBe(true)
  expect(isProcessWith(pid, 'another-text')).toBe(false)
  process.kill(pid, 'SIGSTOP')
  expect(isProcessWith(pid, 'its-own-text')).toBe(true)
  const exited = once(child, 'exit')
  killGroup(pid)
  await exited
  expect([isProcessAlive(pid), isProcessWith(pid, 'its-own-text')]).toEqual([false, false])
  killGroup(pid)
})
