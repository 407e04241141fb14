import { type Instance, memoryRunStorage, runHints, systemClock } from '@pawl/core/plugin'
import { type TestCatalog, testCatalog } from './test-catalog.ts'
import { report, simple } from './test-jobs.ts'
import { type TestLogs, testLogs } from './test-logs.ts'

export interface TestInstance extends Instance {
  readonly locations: TestCatalog
  readonly capturedLogs: TestLogs
}

/** An instance in memory with two locations: `flights` has `report`, `weather` has `forecast` and `alerts`. */
export function testInstance(): TestInstance {
  const { runs, eventLog } = memoryRunStorage()
  return {
    version: '0.0.0-test',
    clock: systemClock,
    random: Math.random,
    runs,
    eventLog,
    locations: testCatalog({ flights: [report], weather: [simple('forecast'), simple('alerts')] }),
    capturedLogs: testLogs(),
    hints: runHints(),
  }
}
