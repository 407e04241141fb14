import { FrameworkError } from '../foundation/errors.ts'
import type { MetadataValue } from './metadata.ts'
import { describeValue } from './value-description.ts'

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** An XML declaration, comments and a document type may stand before the root element, within reason. */
const LONGEST_PROLOG = 4096

const isSvg = (picture: unknown): picture is string =>
  typeof picture === 'string' && picture.trimStart().startsWith('<') && /<svg[\s>]/i.test(picture.slice(0, LONGEST_PROLOG))

const isPng = (picture: unknown): picture is Uint8Array =>
  picture instanceof Uint8Array && PNG_SIGNATURE.every((byte, index) => picture[index] === byte)

/** Bytes handed to one call: every engine takes this many arguments. */
const CHUNK_BYTES = 8 * 1024

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES))
  }
  return btoa(binary)
}

/** An SVG document as it is, or the bytes of a PNG in base64. */
export function pictureMetadata(kind: 'image' | 'plot', picture: string | Uint8Array): MetadataValue {
  if (isSvg(picture)) return { kind, mediaType: 'image/svg+xml', value: picture }
  if (isPng(picture)) return { kind, mediaType: 'image/png', value: toBase64(picture) }
  throw new FrameworkError('INVALID_METADATA', {
    message: `metadata.${kind}() gets ${describeValue(picture)}. Give a whole SVG document as text, or the bytes of a PNG.`,
  })
}
