import { type Definitions, definitions, Failure, job, op, resource } from '@pawl/core'
import { DEFAULT_RUN_RETRIES, type JsonObject, memoryRunStorage } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { decideRunRetry } from '../packages/core/src/launch/decide-run-retry.ts'
import { type RunRetrySettings, storedRunRetryPolicy } from '../packages/core/src/launch/run-retry-settings.ts'
import { InProcessRuns } from '../packages/daemon/test/in-process-runs.ts'
import { readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

const { text } = readPage('docs/retries.md')

const broken = resource({
  init: (): string => {
    throw new Error('no connection')
  },
})

/** A job whose only step does this, by the words of the page. */
function jobOf(what: string, maxRetries: number, die: () => Promise<never>): Definitions {
  const retry = { maxRetries }
  const fail = (error: Error) => (): never => {
    throw error
  }
  const target =
    what === 'a resource cannot be made'
      ? op({ name: 'target', retry, resources: { broken }, run: () => 1 })
      : what === 'the process dies'
        ? op({ name: 'target', retry, run: die })
        : what === 'a step fails for good'
          ? op({ name: 'target', retry, run: fail(new Failure({ message: 'no', allowRetries: false })) })
          : op({ name: 'target', retry, run: fail(new Error('no')) })
  return definitions({ jobs: [job('target_job', { run: () => target() })] })
}

test.each(allRows(text, 'what happens'))('%s, with %s op retries and %s run retries: %s', async (what, ops, runs, attempts) => {
  const storage = memoryRunStorage()
  let die: () => Promise<never> = () => new Promise(() => undefined)
  const group = new InProcessRuns(
    storage,
    jobOf(what ?? '', Number(ops), () => die()),
  )
  die = group.die
  const made = await group.runGroup('target_job', { tags: { 'pawl/max_retries': Number(runs) } })
  const steps = await Promise.all(made.map(({ runId }) => storage.runs.listSteps(runId, { limit: 10 })))
  expect(steps.map(([step]) => step?.attempts).join(', ')).toBe(attempts)
})

test('the settings have the defaults of the table', () => {
  const rows = allRows(text, 'setting').map(([setting = '', , given = '']) => [unquoted(setting), unquoted(given)])
  const { jitter, ...defaults } = DEFAULT_RUN_RETRIES
  expect(jitter).toBeNull()
  expect(Object.fromEntries(rows)).toEqual({
    ...Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, String(value)])),
    jitter: 'none',
  })
})

test('the reasons for no retry are told in these words', () => {
  const told = (policy: Partial<RunRetrySettings>, isPermanent = false, retryNumber = 0): string => {
    const retryPolicy: JsonObject = storedRunRetryPolicy({ ...DEFAULT_RUN_RETRIES, maxRetries: 3, ...policy })
    const end = { kind: 'failure', reason: 'STEP_FAILURE', isPermanent } as const
    return decideRunRetry({ retryNumber, retryPolicy }, end, { now: 0, random: () => 0 }).text
  }
  const canceled = decideRunRetry({ retryNumber: 0, retryPolicy: null }, { kind: 'canceled' }, { now: 0, random: () => 0 })
  expect(allRows(text, 'why not').map(([sentence = '']) => unquoted(sentence))).toEqual([
    canceled.text,
    told({ maxRetries: 0 }),
    told({ enabled: false }),
    told({}, true),
    told({ retryOnAssetOrOpFailure: false }),
    told({}, false, 3),
  ])
})
