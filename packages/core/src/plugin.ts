// What authors of I/O managers, storages and launchers may import.
export type {
  HandledOutput,
  InputContext,
  IOManager,
  OutputContext,
  OutputPresence,
  StoredOutput,
} from './definition/io-manager.ts'
export { type Clock, systemClock } from './foundation/clock.ts'
export { FrameworkError, type FrameworkErrorOptions, isFrameworkError } from './foundation/errors.ts'
export type { Random } from './foundation/random.ts'
