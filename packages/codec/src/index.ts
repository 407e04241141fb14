export { codecOf, decodeText } from './decode-output.ts'
export { type Codec, type EncodedOutput, encodeOutput } from './encode-output.ts'
