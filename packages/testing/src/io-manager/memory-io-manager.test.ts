import { memoryIOManager } from '@pawl/core/plugin'
import { testIOManager } from './test-io-manager.ts'

const noDisk = 'nothing outside the process can damage or list what it holds'

testIOManager('memory', {
  create: () => ({ manager: memoryIOManager() }),
  skip: [
    { test: 'what was removed is lost, never another value', reason: noDisk },
    { test: 'what was torn is lost, never another value', reason: noDisk },
    { test: 'what was altered is lost, never another value', reason: noDisk },
    { test: 'what was extended is lost, never another value', reason: noDisk },
    { test: 'damage to one output leaves the others', reason: noDisk },
    { test: 'hasOutputs sees what is missing and what changed its size', reason: noDisk },
    { test: 'a stream that breaks off leaves nothing behind', reason: noDisk },
    { test: 'an abort leaves nothing behind, neither finished nor half', reason: noDisk },
    { test: 'finished writes leave one thing each', reason: noDisk },
    { test: 'a stream of 50 MB is never held in memory whole, neither stored nor loaded', reason: 'memory is all it has' },
  ],
})
