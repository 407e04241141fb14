import { hash, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type IOManager, outputAlreadyStored, outputLost, outputNotSerialisable, outputPath } from '@pawl/core/plugin'

const digest = (text: string): string => hash('sha256', text)

const isOf = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

/** Writes beside the place first, so that a file there is always whole; false where there is one already. */
async function writeOnce(location: string, text: string, signal: AbortSignal): Promise<boolean> {
  const temporary = join(dirname(location), `.${randomUUID()}`)
  try {
    await writeFile(temporary, text, { signal })
    await link(temporary, location)
    return true
  } catch (error) {
    if (isOf(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/** An I/O manager of the project's own: keeps each picture as a file that a browser opens, where the default would make it a text file. */
export const svgFiles = ({ baseDirectory }: { readonly baseDirectory: string }): IOManager => ({
  scope: 'host',
  async handleOutput(context, value) {
    if (typeof value !== 'string') throw outputNotSerialisable(context, { path: '$', what: 'not a text, as an SVG document is' })
    const location = join(baseDirectory, ...outputPath(context, { extension: 'svg', digest }))
    await mkdir(dirname(location), { recursive: true })
    const isNew = await writeOnce(location, value, context.signal)
    // The answer to an earlier call may have been lost; then the same picture is there.
    if (!isNew && (await readFile(location, 'utf8')) !== value) throw outputAlreadyStored(context, location)
    return { location, codec: 'svg', sizeBytes: Buffer.byteLength(value), sha256: digest(value) }
  },
  async loadInput({ upstream, signal }) {
    const text = await readFile(upstream.stored.location, { encoding: 'utf8', signal }).catch((error: unknown) => {
      throw isOf(error, 'ENOENT') ? outputLost(upstream, 'missing', error) : error
    })
    if (digest(text) !== upstream.stored.sha256) throw outputLost(upstream, 'changed')
    return text
  },
})
