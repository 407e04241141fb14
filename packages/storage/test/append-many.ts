// Run as a process of its own: appends to a run of its own and to one it shares with others, and prints what happened.
import { sqliteStorage } from '../src/sqlite/sqlite-storage.ts'
import { append, claimedRun, logged } from './runs.ts'

const [path = '', sharedRunId = '', count = '0'] = process.argv.slice(2)
const storage = await sqliteStorage({ path })
const runId = await claimedRun(storage)
const kinds: Record<string, number> = {}

for (let batch = 1; batch <= Number(count); batch++) {
  const message = `${process.pid} ${batch}`
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  const shared = { runId: sharedRunId, guard, events: [logged(message)] }
  const results = await storage.runs.write(
    batch % 10 === 0 ? [append(runId, batch, [message]), shared] : [append(runId, batch, [message])],
  )
  for (const { kind } of results) kinds[kind] = (kinds[kind] ?? 0) + 1
}
await storage.close()
console.log(JSON.stringify({ runId, pid: process.pid, kinds }))
