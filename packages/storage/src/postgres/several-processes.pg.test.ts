import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { appendInProcesses } from '../../test/append-in-processes.ts'
import { postgresServer } from '../../test/postgres-server.ts'
import { claimedRun, runSpec } from '../../test/runs.ts'
import { MIGRATIONS } from '../schema/migrations.ts'
import { postgresStorage } from './postgres-storage.ts'

const server = postgresServer()

test('four processes append at once: nothing is lost, no number is missing, no conflict reaches anyone', async () => {
  const postgres = { connectionString: server.connectionString(), maxConnections: 3 }
  await appendInProcesses({ postgres }, { processes: 4, appends: 500 })
}, 120_000)

test('groups of writes on the same runs in opposite orders never fail', async () => {
  const options = { connectionString: server.connectionString(), schema: 'opposite' }
  const [one, two] = [await postgresStorage(options), await postgresStorage(options)]
  const runIds = await Promise.all(Array.from({ length: 6 }, () => claimedRun(one)))
  const guard = { kind: 'status', statuses: ['STARTED'] } as const
  const events = [] as const
  const touch = async (storage: typeof one, order: readonly string[]): Promise<void> => {
    for (let n = 0; n < 60; n++) {
      const also = n % 2 === 0 ? {} : { also: () => ({ events: [], change: { tags: { n: `${n}` } } }) }
      const results = await storage.runs.write(order.map((runId) => ({ runId, guard, events, ...also })))
      expect(results.map(({ kind }) => kind)).toEqual(order.map(() => 'written'))
    }
  }
  await Promise.all([touch(one, runIds), touch(two, runIds.toReversed())])
  await Promise.all([one.close(), two.close()])
}, 60_000)

test('processes that open a new database at once find it made once', async () => {
  const opened = await Promise.all(
    Array.from({ length: 4 }, () => {
      const code = `const { postgresStorage } = await import('@pawl/storage')
        const storage = await postgresStorage({ connectionString: process.argv[1], schema: 'new_one' })
        console.log(storage.migrated.applied.length, await storage.runs.countRuns({}))
        await storage.close()`
      const args = ['--conditions=@pawl/source', '--input-type=module', '--eval', code, server.connectionString()]
      return promisify(execFile)(process.execPath, args, { cwd: new URL('.', import.meta.url) })
    }),
  )
  expect(opened.map(({ stderr }) => stderr)).toEqual(opened.map(() => ''))
  const made = opened.filter(({ stdout }) => stdout === `${MIGRATIONS.length} 0\n`)
  expect(made).toHaveLength(1)
  expect(opened.filter(({ stdout }) => stdout === '0 0\n')).toHaveLength(opened.length - 1)
})

test('one retry run of many that are launched at once is launched', async () => {
  const options = { connectionString: server.connectionString(), schema: 'retries' }
  const storages = await Promise.all([1, 2, 3].map(() => postgresStorage(options)))
  const failed = await claimedRun(storages[0] ?? expect.fail())
  const launches = storages.flatMap(({ runs }) =>
    Array.from({ length: 4 }, () => runs.launchRuns([{ spec: runSpec({ retryOfRunId: failed, createdAt: 1 }), events: [] }])),
  )
  const kinds = (await Promise.all(launches)).flat().map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'launched')).toHaveLength(1)
  await Promise.all(storages.map((storage) => storage.close()))
})
