// Run as a process of its own: appends to a run of its own and to two it shares with others, and prints what happened.

import { openStorage, type StorageAddress } from './open-storage.ts'
import { append, claimedRun, logged } from './runs.ts'

const [address = '', sharedRunId = '', decidedRunId = '', count = '0'] = process.argv.slice(2)
const storage = await openStorage(JSON.parse(address) as StorageAddress)
const runId = await claimedRun(storage)
const kinds: Record<string, number> = {}

for (let batch = 1; batch <= Number(count); batch++) {
  const message = `${process.pid} ${batch}`
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  const own = append(runId, batch, [message])
  const shared = { runId: sharedRunId, guard, events: [logged(message)] }
  // What is written depends on the row as it is: its length so far is in the message.
  const decided = {
    runId: decidedRunId,
    guard,
    events: [],
    also: ({ nextSeq }: { readonly nextSeq: number }) => ({ events: [logged(`${nextSeq}`)] }),
  }
  const extra = batch % 10 === 0 ? [shared] : batch % 10 === 5 ? [decided] : []
  // Rows in both orders, which must not make two processes wait for each other.
  const writes = batch % 20 < 10 ? [own, ...extra] : [...extra, own]
  for (const { kind } of await storage.runs.write(writes)) kinds[kind] = (kinds[kind] ?? 0) + 1
}
await storage.close()
console.log(JSON.stringify({ runId, pid: process.pid, kinds }))
