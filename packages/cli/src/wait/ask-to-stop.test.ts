import { setTimeout as sleep } from 'node:timers/promises'
import type { Instance } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { askToStop } from './ask-to-stop.ts'

test('a storage that fails is told of, and does not end the process', async () => {
  const said: string[] = []
  const runs = { getRun: () => Promise.reject(new Error('the connection was lost')) }
  askToStop({ runs } as unknown as Instance, 'r1', (line) => said.push(line))
  await sleep(1)
  expect(said).toEqual(['Run r1 could not be asked to stop: the connection was lost'])
})
