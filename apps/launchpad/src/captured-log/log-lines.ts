/** A captured stream as lines. `lines` never changes what it has once ended; `open` is the line still being written. */
export interface LogLines {
  readonly lines: readonly string[]
  readonly open: string
  /** How many bytes have been read, to ask on from. */
  readonly nextOffset: number
  /** Where the first line begins; above 0 while only the end of a long stream is loaded. */
  readonly firstOffset: number
}

export const noLines = (offset = 0): LogLines => ({ lines: [], open: '', nextOffset: offset, firstOffset: offset })

/** A slice of the stream by bytes. */
export interface LogSlice {
  readonly text: string
  readonly offset: number
  readonly nextOffset: number
}

/** Adds a slice that follows what is there; one that was seen already changes nothing. */
export function appendSlice(log: LogLines, slice: LogSlice): LogLines {
  if (slice.nextOffset <= log.nextOffset || slice.offset !== log.nextOffset) return log
  const parts = (log.open + slice.text).split('\n')
  const open = parts.pop() ?? ''
  return {
    lines: parts.length === 0 ? log.lines : [...log.lines, ...foldLines(parts, log)],
    // Folding while the line grows keeps a progress bar of a million steps from growing to a million values.
    open: foldOpenLine(open),
    nextOffset: slice.nextOffset,
    firstOffset: log.firstOffset,
  }
}

/** The first line of what was loaded may have begun earlier: it keeps the mark that it writes over its beginning. */
function foldLines(parts: readonly string[], log: LogLines): readonly string[] {
  const folded = parts.map(foldCarriageReturns)
  const [first] = parts
  return log.lines.length > 0 || log.firstOffset === 0 || first === undefined ? folded : [foldOpenLine(first), ...folded.slice(1)]
}

/** Puts an earlier slice in front; it must end where the log begins. */
export function prependSlice(log: LogLines, slice: LogSlice): LogLines {
  if (slice.nextOffset !== log.firstOffset) return log
  const whole = appendSlice(noLines(slice.offset), slice)
  // The first line of what was loaded began in the middle: its beginning is the open line of the earlier slice.
  const [first, ...rest] = [...log.lines, log.open]
  const joined = foldOpenLine(whole.open + (first ?? ''))
  const open = rest.pop()
  return open === undefined
    ? { lines: whole.lines, open: joined, nextOffset: log.nextOffset, firstOffset: slice.offset }
    : {
        lines: [...whole.lines, ...foldLines([joined], whole), ...rest],
        open,
        nextOffset: log.nextOffset,
        firstOffset: slice.offset,
      }
}

/** What a terminal would show in the end: text after a carriage return writes over what stood before it. */
export function foldCarriageReturns(line: string): string {
  const ended = line.slice(0, textEnd(line))
  return ended.slice(ended.lastIndexOf('\r') + 1)
}

/** Returns at the end have not overwritten anything yet, and the last one that has is kept as a mark. */
function foldOpenLine(open: string): string {
  const last = open.lastIndexOf('\r', textEnd(open) - 1)
  return textEnd(open) === 0 || last === -1 ? open : open.slice(last)
}

function textEnd(line: string): number {
  let end = line.length
  while (line[end - 1] === '\r') end -= 1
  return end
}

/** Lines as they are shown: the one still being written too, once it has anything. */
export function shownLines(log: LogLines): readonly string[] {
  const open = foldCarriageReturns(log.open)
  const [first] = log.lines
  const ended = first?.includes('\r') ? [foldCarriageReturns(first), ...log.lines.slice(1)] : log.lines
  return open === '' ? ended : [...ended, open]
}
