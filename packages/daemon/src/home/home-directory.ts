import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { HomePaths } from '../channel/protocol.ts'
import type { Project } from '../config/load-config.ts'

export interface Home extends HomePaths {
  readonly directory: string
  readonly database: string
}

/** Where everything of a project lies; makes the folder, and keeps it out of version control. */
export function openHome({ home, directory, config }: Project): Home {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  writeFileSync(join(home, '.gitignore'), '*\n')
  return {
    directory: home,
    database: config.storage === undefined ? join(home, 'pawl.db') : resolve(directory, config.storage.sqlite.path),
    outputs: config.io === undefined ? join(home, 'outputs') : resolve(directory, config.io.baseDirectory),
    capturedLogs: join(home, 'logs'),
    attachments: join(home, 'attachments'),
    compileCache: join(home, 'cache'),
  }
}
