import { parentPort } from 'node:worker_threads'
import { PLANTS } from '../plants/plants.ts'
import { prepareThread } from './prepare.ts'
import { runSeeds } from './run-seeds.ts'
import type { Order } from './run-seeds-in-threads.ts'

const code = await prepareThread()

parentPort?.on('message', ({ plant: name, ...range }: Order) => {
  const plant = PLANTS.find((one) => one.name === name)
  void runSeeds({ ...range, code, ...(plant === undefined ? {} : { plant, stopsAtFirst: true }) }).then((findings) =>
    parentPort?.postMessage(findings),
  )
})
