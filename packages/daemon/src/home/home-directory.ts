import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { FrameworkError } from '@pawl/core/plugin'
import type { HomePaths } from '../channel/protocol.ts'
import type { Project } from '../config/load-config.ts'

export interface Home extends HomePaths {
  readonly directory: string
  /** The SQLite file, where the project has no other database. */
  readonly database: string
}

function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    writeFileSync(join(home, '.gitignore'), '*\n')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new FrameworkError('HOME_UNUSABLE', {
      message: `"${home}" cannot be Pawl's home: ${why}. See that it is a folder this user may write to, or set PAWL_HOME to another.`,
      cause,
    })
  }
}

/** Of the SQLite file that a project has, or would have. */
export const sqlitePath = ({ home, directory, config }: Project): string =>
  resolve(directory, config.storage?.sqlite?.path ?? join(home, 'pawl.db'))

/**
 * Where everything of a project lies; makes the folder, and keeps it out of version control.
 * @throws FrameworkError HOME_UNUSABLE
 */
export function openHome(project: Project): Home {
  const { home, directory, config } = project
  makeHome(home)
  return {
    directory: home,
    database: sqlitePath(project),
    outputs: config.io === undefined ? join(home, 'outputs') : resolve(directory, config.io.baseDirectory),
    capturedLogs: join(home, 'logs'),
    attachments: join(home, 'attachments'),
    compileCache: join(home, 'cache'),
  }
}
