import { loadProject, type OpenInstance, openInstance, type Project } from '@pawl/daemon'
import type { CommandContext } from '../command-context.ts'

/** The project that a command is about. @throws FrameworkError NO_PROJECT, INVALID_PROJECT_CONFIG */
export const projectOf = ({ directory }: CommandContext): Promise<Project> => loadProject(directory, process.env)

/** Works with what the project has stored, and closes it in any case. */
export async function withInstance<Result>(project: Project, work: (opened: OpenInstance) => Promise<Result>): Promise<Result> {
  const opened = await openInstance({ project })
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}
