import type { DelayTotals } from '../delays/delay-totals.ts'
import { countByReason, type Reject } from '../flights/reject.ts'
import { minutesText, percentText, wholeText } from './number-text.ts'

const listRejects = (rejects: readonly Reject[]): string =>
  countByReason(rejects)
    .map(({ reason, flights }) => `${wholeText(flights)} ${reason.replaceAll('_', ' ')}`)
    .join(', ')

/** The report in a few lines of Markdown. */
export function writeHeadline(totals: DelayTotals, rejects: readonly Reject[]): string {
  const { flights, airports, meanDelay, lateShare, regions } = totals
  const lines = [
    `**${wholeText(flights)} flights from ${wholeText(airports)} airports: ${minutesText(meanDelay)} behind schedule on average, ${percentText(lateShare)} late.**`,
    '',
    '| region | airports | flights | mean delay | late |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...regions.map(
      (region) =>
        `| ${region.region} | ${wholeText(region.airports)} | ${wholeText(region.flights)} | ${minutesText(region.meanDelay)} | ${percentText(region.lateShare)} |`,
    ),
  ]
  const leftOut = rejects.length === 0 ? [] : ['', `Left out: ${listRejects(rejects)}.`]
  return [...lines, ...leftOut].join('\n')
}
