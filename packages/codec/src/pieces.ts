const PIECE_BYTES = 1024 * 1024

/** Bytes that are at hand, in pieces: between two of them others get their turn and an abort its effect. */
export function* pieces(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}
