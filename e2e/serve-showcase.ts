import { once } from 'node:events'
import { startDemoDaemon } from './daemon-fixture.ts'

// For looking at the launchpad while working on it: `pnpm --filter @pawl/e2e showcase`, and `vite` proxies to this port.
const { url, ...daemon } = await startDemoDaemon(4750)
console.log(url)
await once(process, 'SIGINT')
await daemon[Symbol.asyncDispose]()
