export { s3IOManager } from './s3-io-manager.ts'
export type { S3IOManagerOptions } from './s3-options.ts'
