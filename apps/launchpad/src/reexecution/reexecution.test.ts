import { expect, test } from 'vitest'
import type { PreviewStepFragment, ReexecutionPreviewQuery } from '../generated/graphql.ts'
import { countsSentence } from './decision-words.ts'
import { filterSteps } from './filter-steps.ts'
import { type PreviewNews, readPreview } from './preview-feed.ts'
import { readMarkableOutputs, readMarks } from './read-marks.ts'
import { newEdit, type ReexecutionEdit, reexecutionParams, withMarks } from './reexecution-edit.ts'

const start = { yaml: 'ops: {}\n', tags: [{ key: 'team', value: 'ops' }], opSelection: '' }
const unedited = newEdit(start, '')
const paramsOf = (edit: ReexecutionEdit, strategy: Parameters<typeof reexecutionParams>[1] = 'FROM_FAILURE') =>
  reexecutionParams('r1', strategy, { start, edit })

test('what was left as it is, is not sent: the run itself says it', () => {
  expect(paramsOf(unedited)).toEqual({ parentRunId: 'r1', strategy: 'FROM_FAILURE' })
})

test('edits are sent, and tags as a whole: one that was removed must not come back from the run', () => {
  expect(paramsOf({ ...unedited, yaml: 'a: 1\n', tags: [], opSelection: ' a* ' })).toEqual({
    parentRunId: 'r1',
    strategy: 'FROM_FAILURE',
    opSelection: 'a*',
    runConfigData: 'a: 1\n',
    tags: [],
    useParentRunTags: false,
  })
})

test('a selection that was cleared means every op', () => {
  const selected = { ...start, opSelection: 'a*' }
  const cleared = { ...newEdit(selected, ''), opSelection: '' }
  expect(reexecutionParams('r1', 'ALL_STEPS', { start: selected, edit: cleared })).toMatchObject({ opSelection: null })
})

test('strategies of selected steps need some, and do not touch the selection of the others', () => {
  expect(paramsOf(unedited, 'SELECTED')).toBeUndefined()
  const named = { ...unedited, steps: 'clean' }
  expect(paramsOf(named, 'FROM_SELECTED')).toMatchObject({ strategy: 'FROM_SELECTED', opSelection: 'clean' })
  expect(paramsOf(named)).toEqual({ parentRunId: 'r1', strategy: 'FROM_FAILURE' })
})

test('a tag without a key keeps from asking', () => {
  expect(paramsOf({ ...unedited, tags: [{ key: '', value: 'x' }] })).toBeUndefined()
})

test('a step is marked with one value for each output, and unmarked by none', () => {
  const outputs = readMarkableOutputs(['table', 'rejected?'])
  const { marks, problems } = readMarks('clean', outputs, { table: ' [1, 2] ', rejected: '' })
  expect(problems).toEqual({})
  const marked = withMarks(unedited, 'clean', marks)
  expect(paramsOf(marked)).toMatchObject({ markedDone: [{ stepKey: 'clean', output: 'table', value: [1, 2] }] })
  expect(withMarks(marked, 'clean', []).marks).toEqual([])
})

test('what is no JSON, or missing, is told of its output', () => {
  const { marks, problems } = readMarks('clean', readMarkableOutputs(['a', 'b', 'c?']), { a: '{', c: 'null' })
  expect(marks).toEqual([{ stepKey: 'clean', output: 'c', value: null }])
  expect(problems['a']).toContain('This is no JSON')
  expect(problems['b']).toContain('A value is needed')
})

const step = (stepKey: string, decision: PreviewStepFragment['decision'], text = ''): PreviewStepFragment => ({
  stepKey,
  opKey: stepKey,
  decision,
  reason: '',
  text,
  originRunId: null,
  createdAt: null,
  sizeBytes: null,
  outputCount: 0,
  outputs: [],
  canMarkDone: false,
  markOutputs: [],
})

test('steps are found by decision, by key and by reason', () => {
  const steps = [
    step('fetch', 'REUSE', 'It succeeded.'),
    step('join', 'EXECUTE', 'It failed.'),
    step('report', 'EXECUTE', 'Below "join".'),
  ]
  const keys = (decisions: readonly PreviewStepFragment['decision'][], text: string): readonly string[] =>
    filterSteps(steps, { decisions: new Set(decisions), text }).map(({ stepKey }) => stepKey)
  expect(keys([], '')).toEqual(['fetch', 'join', 'report'])
  expect(keys(['EXECUTE'], '')).toEqual(['join', 'report'])
  expect(keys(['EXECUTE'], 'JOIN')).toEqual(['join', 'report'])
  expect(keys([], 'succeeded')).toEqual(['fetch'])
})

const counts = { total: 3, execute: 2, reuse: 1, skip: 0, markDone: 0, omit: 0 }

test('counts are told in a sentence', () => {
  expect(countsSentence(counts)).toBe('2 steps run, 1 is reused.')
  expect(countsSentence({ total: 10_003, execute: 0, reuse: 10_000, skip: 1, markDone: 2, omit: 0 })).toBe(
    'No step runs, 10,000 are reused, 2 are marked as done, 1 is skipped.',
  )
})

type Answer = ReexecutionPreviewQuery['reexecutionPreview']
const page = (keys: readonly string[], cursor: string | null): Answer => ({
  __typename: 'ReexecutionPreview',
  cursor,
  hasMore: cursor !== null,
  counts,
  warnings: [],
  steps: keys.map((key) => step(key, 'EXECUTE')),
})

async function newsOf(pages: readonly Answer[], abortAt = Number.POSITIVE_INFINITY): Promise<readonly PreviewNews[]> {
  const asked: (string | null)[] = []
  const stop = new AbortController()
  const news: PreviewNews[] = []
  await readPreview(
    async (cursor) => {
      asked.push(cursor)
      if (asked.length === abortAt) stop.abort()
      return pages[asked.length - 1] ?? page([], null)
    },
    stop.signal,
    (each) => news.push(each),
  )
  expect(asked[0]).toBeNull()
  return news
}

test('a long preview grows page by page', async () => {
  const news = await newsOf([page(['a', 'b'], 'after b'), page(['c'], null)])
  expect(news).toMatchObject([
    { preview: { isPartial: true, steps: [{ stepKey: 'a' }, { stepKey: 'b' }] } },
    { preview: { isPartial: false, steps: [{ stepKey: 'a' }, { stepKey: 'b' }, { stepKey: 'c' }] } },
  ])
})

test('a preview that nobody waits for any more says nothing', async () => {
  expect(await newsOf([page(['a'], 'after a'), page(['b'], null)], 2)).toHaveLength(1)
})

test('a refusal ends it', async () => {
  const refusal: Answer = { __typename: 'ReexecutionNotAllowedError', message: 'The run has not ended.' }
  expect(await newsOf([refusal])).toEqual([{ kind: 'refused', refusal }])
})
