// The progress of a run in a terminal, for programs that show one themselves.

export {
  advance,
  isProgressEvent,
  type OpProgress,
  type PlannedOp,
  PROGRESS_EVENT_TYPES,
  type Progress,
  type ProgressEvent,
  type RunEndStatus,
  startProgress,
  withOps,
} from './progress/progress.ts'
export { eventLine, isRemarkable } from './progress/progress-text.ts'
export { progressView, type ViewOptions } from './progress/progress-view.ts'
export { type Paint, paintFor, type Style } from './terminal/paint.ts'
export { type Screen, screenOn } from './terminal/screen.ts'
export { durationText, sizeText } from './terminal/text.ts'
