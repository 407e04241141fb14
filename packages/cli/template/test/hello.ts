import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { executeInProcess } from '@pawl/core'
import { hello } from '../src/definitions.ts'

test('every world is greeted, although the telescope needs a second try', async () => {
  const { outputs } = await executeInProcess(hello, { config: { ops: { find_worlds: { config: { limit: 2 } } } } })
  deepEqual(outputs.result, ['Hello, Mercury!', 'Hello, Venus!'])
})
