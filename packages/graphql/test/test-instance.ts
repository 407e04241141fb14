import {
  type Clock,
  DEFAULT_RUN_RETRIES,
  type Instance,
  memoryRunStorage,
  NO_QUEUE_LIMITS,
  noSubscriptions,
  runHints,
  systemClock,
} from '@pawl/core/plugin'
import { type TestCatalog, testCatalog } from './test-catalog.ts'
import { report, simple } from './test-jobs.ts'
import { type TestLogs, testLogs } from './test-logs.ts'

export interface TestInstance extends Instance {
  readonly locations: TestCatalog
  readonly capturedLogs: TestLogs
}

/** The time of day, but never the same twice, so that what is launched later is newer; waits take a tenth of their time. */
function testClock(): Clock {
  let last = 0
  return {
    now: () => {
      last = Math.max(last + 1, systemClock.now())
      return last
    },
    sleep: (ms, signal) => systemClock.sleep(ms / 10, signal),
  }
}

/** An instance in memory with two locations: `flights` has `report`, `weather` has `forecast` and `alerts`. */
export function testInstance(): TestInstance {
  return {
    version: '0.0.0-test',
    clock: testClock(),
    random: Math.random,
    ...memoryRunStorage(),
    subscriptionsOf: noSubscriptions,
    locations: testCatalog({ flights: [report], weather: [simple('forecast'), simple('alerts')] }),
    runRetries: DEFAULT_RUN_RETRIES,
    queueLimits: NO_QUEUE_LIMITS,
    capturedLogs: testLogs(),
    hints: runHints(),
  }
}
