import { memoryRunStorage } from '@pawl/core/plugin'
import { testRunStorage } from './test-run-storage.ts'

testRunStorage('in memory', { create: memoryRunStorage })
