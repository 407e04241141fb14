import { closeSync, writeSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import type { ProcessOptions } from '../channel/protocol.ts'

/** The supervisor reads one byte from here when there is someone to connect to. */
const READY_DESCRIPTOR = 3

const options = JSON.parse(process.argv[2] ?? '{}') as ProcessOptions
// Before anything large is imported: a warm cache makes a start three times as fast.
enableCompileCache(options.home.compileCache)
const { LocationProcess } = await import('./location-process.ts')
await new LocationProcess(options).run(() => {
  writeSync(READY_DESCRIPTOR, '\n')
  closeSync(READY_DESCRIPTOR)
})
