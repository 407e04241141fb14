import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testRunStorage } from '@pawl/testing/conformance'
import { afterAll } from 'vitest'
import { sqliteStorage } from './sqlite-storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'pawl-sqlite-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true }))

testRunStorage('SQLite file', { create: () => sqliteStorage({ path: join(folder, `${files++}`, 'pawl.db') }) })
testRunStorage('SQLite in memory', { create: () => sqliteStorage({ path: ':memory:' }) })
