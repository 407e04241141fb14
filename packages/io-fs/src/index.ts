export { type FsIOManagerOptions, fsIOManager } from './fs-io-manager.ts'
