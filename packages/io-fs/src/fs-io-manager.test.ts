import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoredOutput } from '@pawl/core/plugin'
import { type Damage, damagedBytes, type IOManagerUnderTest, testIOManager } from '@pawl/testing/conformance'
import { fsIOManager } from './fs-io-manager.ts'

async function damage({ location }: StoredOutput, how: Damage): Promise<void> {
  const left = damagedBytes(await readFile(location), how)
  return left === undefined ? rm(location) : writeFile(location, left)
}

function create(): IOManagerUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-outputs-'))
  const base = join(folder, 'outputs')
  return {
    manager: fsIOManager({ baseDirectory: base }),
    damage,
    // From the folder above the base: what left the base would show.
    list: async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true })).flatMap((entry) =>
        entry.isDirectory() ? [] : [join(entry.parentPath, entry.name)],
      ),
    dispose: async () => rmSync(folder, { recursive: true }),
  }
}

testIOManager('files', { create })
