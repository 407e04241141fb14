/** A source of uniform numbers in [0, 1). Injected wherever chance decides, so that a test or a simulation replays exactly. */
export type Random = () => number
