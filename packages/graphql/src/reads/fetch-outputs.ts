import type { OutputRecord, Run, RunStorage } from '@pawl/core/plugin'
import type { Output, OutputConnection } from '../generated/schema-types.ts'
import { placeCursor, readOutputCursor } from '../input/cursors.ts'
import { checkedLimit } from '../input/limits.ts'
import { metadataEntries } from '../output/metadata-entries.ts'
import { paged } from '../output/paged.ts'

const toOutput = ({ stepKey, output, mappingKey, originRunId, stored }: OutputRecord): Output => ({
  stepKey,
  output,
  mappingKey,
  location: stored.location,
  ioManager: stored.ioManager,
  codec: stored.codec ?? null,
  sizeBytes: stored.sizeBytes ?? null,
  sha256: stored.sha256 ?? null,
  originRunId,
  // A reused output's large metadata lies where it was made.
  metadata: metadataEntries(stored.metadata, stored.originRunId),
})

export async function fetchOutputs(
  runs: RunStorage,
  run: Run,
  page: { readonly stepKey?: string | null | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<OutputConnection> {
  const limit = checkedLimit(page.limit)
  const { stepKey, cursor } = page
  const records = await runs.listOutputs(run.runId, {
    ...(stepKey == null ? {} : { stepKeys: [stepKey] }),
    ...(cursor == null ? {} : { after: readOutputCursor(cursor) }),
    limit: limit + 1,
  })
  const { results, hasMore } = paged(records, limit)
  const last = results.at(-1)
  const place = last === undefined ? null : { stepKey: last.stepKey, output: last.output, mappingKey: last.mappingKey }
  return { results: results.map(toOutput), cursor: place === null ? null : placeCursor(place), hasMore }
}
