import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LogStream } from '@pawl/core/plugin'
import { ownedName } from '../home/leftovers.ts'

const CHUNK_BYTES = 1024 * 1024
/** A file that has grown beyond this is emptied when nobody wants what is in it. */
const LONGEST_KEPT_BYTES = 4 * CHUNK_BYTES

export interface OutputChunk {
  readonly stream: LogStream
  readonly bytes: Uint8Array
}

interface OutputFile {
  readonly stream: LogStream
  readonly path: string
  readonly descriptor: number
  /** How far it has been read. */
  offset: number
}

export const workerFilesDirectory = (homeDirectory: string): string => join(homeDirectory, 'workers')

/**
 * A location process's own stdout and stderr. Files, not pipes: what child processes of an op print must neither block them nor be lost
 * with the supervisor, and what a process says while it dies is there after its death.
 */
export class ProcessOutput {
  readonly #files: readonly OutputFile[]

  constructor(homeDirectory: string) {
    const directory = workerFilesDirectory(homeDirectory)
    mkdirSync(directory, { recursive: true })
    const name = ownedName()
    this.#files = (['stdout', 'stderr'] as const).map((stream) => {
      const path = join(directory, `${name}.${stream}`)
      return { stream, path, descriptor: openSync(path, 'a+', 0o600), offset: 0 }
    })
  }

  /** For the process to be started with. */
  get descriptors(): readonly number[] {
    return this.#files.map(({ descriptor }) => descriptor)
  }

  /** What came since the last call, at most about `limitBytes` of each stream. */
  read(limitBytes: number = Number.POSITIVE_INFINITY): readonly OutputChunk[] {
    return this.#files.flatMap((file) => readOn(file, limitBytes))
  }

  /** Passes over what came since the last call. */
  skip(): void {
    for (const file of this.#files) {
      file.offset = fstatSync(file.descriptor).size
      if (file.offset <= LONGEST_KEPT_BYTES) continue
      ftruncateSync(file.descriptor, 0)
      file.offset = 0
    }
  }

  remove(): void {
    for (const { descriptor, path } of this.#files) {
      closeSync(descriptor)
      rmSync(path, { force: true })
    }
  }
}

function readOn(file: OutputFile, limitBytes: number): readonly OutputChunk[] {
  const { size } = fstatSync(file.descriptor)
  const end = Math.min(size, file.offset + limitBytes)
  const chunks: OutputChunk[] = []
  while (file.offset < end) {
    const bytes = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - file.offset))
    const count = readSync(file.descriptor, bytes, 0, bytes.length, file.offset)
    if (count === 0) break
    file.offset += count
    chunks.push({ stream: file.stream, bytes: bytes.subarray(0, count) })
  }
  return chunks
}
