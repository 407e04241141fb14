import type { Damage } from './io-manager-case.ts'

/** What the damage leaves of a content, for managers that keep bytes; undefined: nothing at all. */
export function damagedBytes(content: Uint8Array, how: Damage): Uint8Array | undefined {
  if (how === 'remove') return undefined
  const middle = Math.floor(content.byteLength / 2)
  if (how === 'truncate') return content.slice(0, middle)
  if (how === 'append') return Buffer.concat([content, Buffer.from(' ')])
  const flipped = content.slice()
  flipped[middle] = (flipped[middle] ?? 0) ^ 1
  return flipped
}
