/** A captured stream that holds anything; step and attempt are null for what could not be charged to a step. */
export interface StreamInfo {
  readonly stepKey: string | null
  readonly attempt: number | null
  readonly stream: 'STDOUT' | 'STDERR'
  readonly sizeBytes: number
}

/**
 * Which stream to show: what the URL names, else the newest attempt of the step it names; without a step the one that
 * failed, else the first that holds anything, in the order given.
 */
export function chooseStream(
  streams: readonly StreamInfo[],
  wanted: { readonly step: string | undefined; readonly attempt: number | undefined; readonly failedStep: string | null },
): StreamInfo | undefined {
  if (wanted.step !== undefined) {
    const ofStep = streams.filter((info) => info.stepKey === wanted.step)
    return ofStep.find((info) => info.attempt === wanted.attempt) ?? newest(ofStep)
  }
  return newest(streams.filter((info) => info.stepKey !== null && info.stepKey === wanted.failedStep)) ?? streams[0]
}

const newest = (streams: readonly StreamInfo[]): StreamInfo | undefined =>
  streams.toSorted((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0))[0]

export const streamName = ({ stepKey, attempt }: StreamInfo): string =>
  stepKey === null ? 'of no step' : attempt === null ? stepKey : `${stepKey}, attempt ${attempt}`
