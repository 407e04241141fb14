import { describe, expect, test } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { job } from './job.ts'
import { op } from './op.ts'

const one = op({ name: 'one', run: () => 1 })
const onOp = (tags: unknown): string => refusal(() => op({ name: 'fetch', run: () => 1, tags: tags as Record<string, string> }))
const onJob = (tags: unknown): string => refusal(() => job('report', { tags: tags as Record<string, string>, run: () => one() }))

describe('tags are refused', () => {
  test('on an op, where they are about whole runs', () => {
    expect(onOp({ 'pawl/retry_strategy': 'ALL_STEPS' })).toBe(
      'RUN_LEVEL_TAG: Tag "pawl/retry_strategy" of op "fetch" is about whole runs and means nothing on an op. Put it on the job, or on the run when it is launched.',
    )
    const runLevel = {
      'pawl/retry_on_asset_or_op_failure': true,
      'pawl/priority': 1,
      'pawl/max_runtime': 60,
      'pawl/isolation': 'fresh',
    }
    for (const [key, value] of Object.entries(runLevel)) {
      expect(onOp({ [key]: value })).toMatch(/^RUN_LEVEL_TAG/)
      expect(onJob({ [key]: value })).toBe('nothing was thrown')
    }
    expect(refusal(() => one.with({ tags: { 'pawl/priority': 1 } }))).toBe(
      'RUN_LEVEL_TAG: Tag "pawl/priority" of .with() of "one" is about whole runs and means nothing on an op. Put it on the job, or on the run when it is launched.',
    )
  })

  test('where only Pawl writes them', () => {
    const message = (subject: string): string =>
      `SYSTEM_TAG: Tag "pawl/root_run_id" of ${subject} is written by Pawl only. Choose a key that does not start with "pawl/".`
    expect(onOp({ 'pawl/root_run_id': 'a' })).toBe(message('op "fetch"'))
    expect(onJob({ 'pawl/root_run_id': 'a' })).toBe(message('job "report"'))
  })

  test('where Pawl would not read them', () => {
    expect(onOp({ 'pawl/max_retires': 1 })).toBe(
      'UNKNOWN_TAG: Tag "pawl/max_retires" of op "fetch" is not one that Pawl reads. Did you mean "pawl/max_retries"?',
    )
    expect(onJob({ 'pawl/team_of_the_month': 'a' })).toBe(
      'UNKNOWN_TAG: Tag "pawl/team_of_the_month" of job "report" is not one that Pawl reads. Keys with "pawl/" here: "pawl/max_retries", "pawl/retry_delay", "pawl/retry_jitter", "pawl/retry_strategy", "pawl/retry_on_asset_or_op_failure", "pawl/priority", "pawl/max_runtime" and "pawl/isolation".',
    )
  })

  test('where they are no text', () => {
    expect(onOp({ teams: ['a'] })).toBe(
      'INVALID_TAG: Tag "teams" of op "fetch" is an array. Give a text, a finite number or a boolean.',
    )
    expect(onOp({ level: Number.NaN })).toBe(
      'INVALID_TAG: Tag "level" of op "fetch" is the number NaN. Give a text, a finite number or a boolean.',
    )
    expect(onJob({ ' ': 'a' })).toBe('INVALID_TAG: Tag key " " of job "report" is not 1 to 200 characters of text.')
    expect(onJob({ 'a\u0000': 'a' })).toBe('INVALID_TAG: Tag key "a\uFFFD" of job "report" is not 1 to 200 characters of text.')
    expect(onJob('team:ops')).toBe(
      'INVALID_TAG: Tags of job "report" are the text "team:ops". Give an object of texts, numbers or booleans by key.',
    )
  })
})

const tagged = (tags: Readonly<Record<string, string | number | boolean>>): Readonly<Record<string, string>> =>
  job('j', { tags, run: () => one() }).tags

test('a job’s tags are kept as text, those that Pawl reads in the form it reads', () => {
  expect(tagged({ team: 'ops', 'pawl/max_retries': 3, 'pawl/retry_on_asset_or_op_failure': 'True' })).toEqual({
    team: 'ops',
    'pawl/max_retries': '3',
    'pawl/retry_on_asset_or_op_failure': 'true',
  })
})

test('a malformed value is an error when the job is built, not when it is launched', () => {
  expect(() => tagged({ 'pawl/retry_strategy': 'from_failure' })).toThrow(
    'Tag "pawl/retry_strategy" of job "j" is "from_failure", but it must be "FROM_FAILURE" or "ALL_STEPS" (did you mean "FROM_FAILURE"?).',
  )
  expect(() => tagged({ 'pawl/priority': 'high' })).toThrow(expect.objectContaining({ code: 'INVALID_TAG' }))
})

test('names from Dagster are kept under their pawl/ twins', () => {
  expect(tagged({ 'dagster/priority': '5', 'pawl/max_runtime': 60, 'dagster/max_runtime': '60' })).toEqual({
    'pawl/priority': '5',
    'pawl/max_runtime': '60',
  })
  expect(() => tagged({ 'pawl/priority': 1, 'dagster/priority': 2 })).toThrow('Tag "pawl/priority" of job "j" is given twice')
})
