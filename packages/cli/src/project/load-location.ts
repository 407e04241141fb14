import type { OpenInstance, Project } from '@pawl/daemon'

/** Imports the code of one location; of all where the project does not have it any more, so that the answer can say what there is. */
export async function loadLocation({ locations }: OpenInstance, { config }: Project, name: string): Promise<void> {
  await locations.load(Object.hasOwn(config.locations, name) ? [name] : undefined)
}
