type Color = readonly [red: number, green: number, blue: number]

const EARLY: Color = [33, 102, 172]
const ON_TIME: Color = [214, 214, 208]
const LATE: Color = [178, 24, 43]

/** Beyond this many minutes to either side the colour does not change any more. */
export const FULL_COLOR_MINUTES = 20

const mix = (from: Color, to: Color, share: number): string => {
  const channel = (index: 0 | 1 | 2): string =>
    Math.round(from[index] + (to[index] - from[index]) * share)
      .toString(16)
      .padStart(2, '0')
  return `#${channel(0)}${channel(1)}${channel(2)}`
}

/** From blue (early) over grey (on time) to red (late); told apart by people who do not see red or green. */
export function delayColor(minutes: number): string {
  const share = Math.min(1, Math.abs(minutes) / FULL_COLOR_MINUTES)
  return mix(ON_TIME, minutes < 0 ? EARLY : LATE, share)
}
