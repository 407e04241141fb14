import { parse, stringify } from 'devalue'

interface ViewInfo {
  readonly buffer: ArrayBufferLike
  readonly byteOffset: number
  readonly byteLength: number
  readonly bufferByteLength: number
}

/** Only the bytes a view shows: its buffer may be a pool that holds what others read, secrets among it. */
function viewInfo(view: ArrayBufferView): ViewInfo {
  const { byteOffset, byteLength } = view
  const buffer = view.buffer.slice(byteOffset, byteOffset + byteLength)
  return { buffer, byteOffset: 0, byteLength, bufferByteLength: byteLength }
}

export const devalueText = (value: unknown): string => `${stringify(value, undefined, { operations: { viewInfo } })}\n`

export const devalueValue = (text: string): unknown => parse(text)
