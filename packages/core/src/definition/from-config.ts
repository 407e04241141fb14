import type { CARRIES } from './handle.ts'

/** What {@link fromConfig} gives. */
export interface FromConfig {
  readonly [CARRIES]: 'a value of the run config'
}

const FROM_CONFIG = Object.freeze({ fromConfig: true }) as unknown as FromConfig

/** Wires an input to the run config, where it is set as `ops.<name>.inputs.<input>`: `greet({ name: fromConfig() })`. */
export const fromConfig = (): FromConfig => FROM_CONFIG

export const isFromConfig = (value: unknown): value is FromConfig => value === FROM_CONFIG
