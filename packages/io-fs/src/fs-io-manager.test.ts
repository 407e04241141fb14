import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoredOutput } from '@pawl/core/plugin'
import { type Damage, type IOManagerUnderTest, testIOManager } from '@pawl/testing/conformance'
import { fsIOManager } from './fs-io-manager.ts'

async function damage({ location }: StoredOutput, how: Damage): Promise<void> {
  if (how === 'remove') return rm(location)
  const content = await readFile(location)
  const middle = Math.floor(content.length / 2)
  if (how === 'truncate') return writeFile(location, content.subarray(0, middle))
  if (how === 'append') return writeFile(location, Buffer.concat([content, Buffer.from(' ')]))
  content[middle] = (content[middle] ?? 0) ^ 1
  return writeFile(location, content)
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
