import { matchesRunFilter, RUN_STATUSES, type Run, type RunFilter, type RunSpec } from '@pawl/core/plugin'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { someParts } from './some-parts.ts'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { claim, claimed, event, launched, reread, runSpec, written } from './storage-fixtures.ts'

const byAge = (a: Run, b: Run): number => a.createdAt - b.createdAt || (a.runId < b.runId ? -1 : 1)
const ids = (runs: readonly Run[]): string[] => runs.map(({ runId }) => runId)

async function pagesOf({ runs }: StorageUnderTest, filter: RunFilter, limit: number, between = async () => {}): Promise<Run[]> {
  const all: Run[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await runs.listRuns({ filter, limit, ...(last === undefined ? {} : { cursor: last.runId }) })
    all.push(...page)
    expect(all.length, 'runs in all pages together').toBeLessThan(1000)
    if (page.length < limit) return all
    await between()
  }
}

const JOBS = ['daily', 'weekly', 'hourly']
const TAGS = [{}, { team: 'ops' }, { team: 'data', kind: 'x' }, { team: 'ops', kind: 'x' }, { kind: '' }]

/** Sixty runs of several jobs, tags and statuses, some launched in the same millisecond. */
async function population(storage: StorageUnderTest): Promise<Run[]> {
  const specs: RunSpec[] = []
  for (let n = 0; n < 60; n++) {
    specs.push(
      runSpec({
        jobName: JOBS[n % 3] ?? '',
        locationName: n % 7 === 0 ? 'other' : 'reports',
        tags: TAGS[n % 5] ?? {},
        createdAt: 1_000_000 + 10 * Math.floor(n / 4),
        ...(n > 3 && n % 11 === 0 ? { rootRunId: specs[3]?.runId ?? '' } : {}),
      }),
    )
  }
  await storage.runs.launchRuns(specs.map((spec) => ({ spec, events: [event('RUN_ENQUEUED', {})] })))
  await storage.runs.write(
    specs.flatMap(({ runId }, n) => {
      const status = RUN_STATUSES[n % RUN_STATUSES.length] ?? 'QUEUED'
      return status === 'QUEUED' ? [] : [{ ...claim(runId), change: { status } }]
    }),
  )
  return Promise.all(specs.map(({ runId }) => reread(storage, runId)))
}

/** Filters over the population, each part present or not. */
const filters = (all: readonly Run[]): fc.Arbitrary<RunFilter> => {
  const time = fc.constantFrom(...all.map(({ createdAt }) => createdAt))
  const tag = fc.record({
    key: fc.constantFrom('team', 'kind', 'none'),
    value: fc.constantFrom('ops', 'data', 'x', '', null),
  })
  return someParts<RunFilter>({
    runIds: fc.subarray(ids(all)),
    jobName: fc.constantFrom(...JOBS, 'none'),
    locationName: fc.constantFrom('reports', 'other'),
    statuses: fc.subarray([...RUN_STATUSES]),
    tags: fc.array(tag, { maxLength: 2 }),
    rootRunId: fc.constantFrom(...all.map(({ rootRunId }) => rootRunId)),
    createdAfter: time,
    createdBefore: time,
  })
}

export const QUERY_CASES: readonly StorageCase[] = [
  {
    name: 'every filter finds exactly the runs it describes, newest first, page by page, and counts them',
    async run(storage) {
      const all = (await population(storage)).sort(byAge).reverse()
      const check = fc.asyncProperty(filters(all), fc.integer({ min: 2, max: 20 }), async (filter, limit) => {
        const wanted = ids(all.filter((run) => matchesRunFilter(run, filter)))
        const [found, count] = await Promise.all([pagesOf(storage, filter, limit), storage.runs.countRuns(filter)])
        expect(ids(found)).toEqual(wanted)
        expect(count).toBe(wanted.length)
      })
      await fc.assert(check, { numRuns: 200, seed: 7 })
    },
  },
  {
    name: 'runs launched while one reads page by page neither double nor hide the others',
    async run(storage) {
      const all = ids(await population(storage))
      let launches = 0
      const read = await pagesOf(storage, {}, 7, async () => {
        await launched(storage, { createdAt: 2_000_000 + launches++ })
      })
      expect(launches).toBeGreaterThan(5)
      expect([...ids(read)].sort()).toEqual([...all].sort())
    },
  },
  {
    name: 'a cursor whose run is gone goes on from the time in its id',
    async run(storage) {
      const older = await launched(storage, { createdAt: 1_000_000 })
      await launched(storage, { createdAt: 3_000_000 })
      const gone = runSpec({ createdAt: 2_000_000 }).runId
      expect(ids(await storage.runs.listRuns({ cursor: gone, limit: 9 }))).toEqual([older.runId])
    },
  },
  {
    name: 'a supervisor finds the runs it owns in the statuses it asks for',
    async run(storage) {
      const [mine, ended] = [await claimed(storage), await claimed(storage)]
      const { runId } = await launched(storage)
      await written(storage, claim(runId, 'supervisor-2'))
      const guard = { kind: 'status', statuses: ['STARTING'] } as const
      await written(storage, { runId: ended.runId, guard, events: [], change: { status: 'FAILURE' } })
      const owned = (statuses: readonly Run['status'][]) => storage.runs.listOwnedRuns({ owner: 'supervisor-1', statuses })
      expect(await owned(['STARTING', 'STARTED'])).toEqual([mine])
      expect(ids(await owned(['FAILURE']))).toEqual([ended.runId])
      expect(await owned([])).toEqual([])
    },
  },
  {
    name: 'tag keys and values are suggested by their beginning, those of the newest runs first',
    async run(storage) {
      await launched(storage, { createdAt: 1, tags: { team: 'ops', tier: 'gold', '100%_x': 'y' } })
      await launched(storage, { createdAt: 2, tags: { team: 'data', zone: 'a' } })
      await launched(storage, { createdAt: 3, tags: { team: 'ops-eu' } })
      const suggest = (prefix: string, key?: string, limit = 9) =>
        storage.runs.listTagSuggestions({ prefix, limit, ...(key === undefined ? {} : { key }) })
      expect(await suggest('t')).toEqual(['team', 'tier'])
      expect(await suggest('', 'team')).toEqual(['ops-eu', 'data', 'ops'])
      expect(await suggest('', 'team', 1)).toEqual(['ops-eu'])
      expect(await suggest('op', 'team')).toEqual(['ops-eu', 'ops'])
      expect(await suggest('100%_')).toEqual(['100%_x'])
      expect(await suggest('%')).toEqual([])
      expect(await suggest('O', 'team')).toEqual([])
    },
  },
]
