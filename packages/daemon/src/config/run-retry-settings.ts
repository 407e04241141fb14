import type { RunRetrySettings } from '@pawl/core/plugin'
import type { ResolvedConfig } from './pawl-config.ts'

/** A project's run retries as launches take them. */
export const runRetrySettings = ({ jitter, ...settings }: ResolvedConfig['runRetries']): RunRetrySettings => ({
  ...settings,
  jitter: jitter ?? null,
})
