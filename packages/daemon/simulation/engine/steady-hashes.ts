import { createHash } from 'node:crypto'

/**
 * Makes the platform's hashing answer at once, for this process. `crypto.subtle` works on threads of its own, which answer in the order in
 * which they are done: a seed would not replay. What is hashed, and the hash, stay what they are.
 */
export function steadyHashes(): void {
  const digest = async (_: unknown, data: BufferSource): Promise<ArrayBuffer> => {
    const bytes = ArrayBuffer.isView(data) ? data : new Uint8Array(data)
    return new Uint8Array(
      createHash('sha256')
        .update(bytes as Uint8Array)
        .digest(),
    ).buffer
  }
  Object.defineProperty(crypto.subtle, 'digest', { value: digest, configurable: true })
}
