import type { RunStatus } from '@pawl/core/plugin'
import type { Paint, Style } from './paint.ts'

const STYLES: Readonly<Record<RunStatus, Style>> = {
  QUEUED: 'dim',
  STARTING: 'cyan',
  STARTED: 'cyan',
  CANCELING: 'yellow',
  SUCCESS: 'green',
  FAILURE: 'red',
  CANCELED: 'yellow',
}

export const statusText = (status: RunStatus, paint: Paint): string => paint(STYLES[status], status)
