import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RUN_TAGS, SYSTEM_TAGS, type Tags, type TagsInput } from '../definition/tags.ts'
import { LONGEST_TAG_KEY, LONGEST_TAG_VALUE, validateLaunchTags } from './launch-tags.ts'

function kept(given: TagsInput): Tags {
  const result = validateLaunchTags(given)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.tags
}

function problems(given: TagsInput): readonly { readonly key: string; readonly message: string }[] {
  const result = validateLaunchTags(given)
  if (result.ok) throw new Error(`accepted ${JSON.stringify(result.tags)}`)
  return result.problems
}

const message = (given: TagsInput): string =>
  problems(given)
    .map((problem) => problem.message)
    .join(' | ')

test('tags of the user pass as they are, numbers and booleans as text', () => {
  expect(kept({ team: 'ops', size: 3, dry: true, 'acme/cost-centre': '' })).toEqual({
    team: 'ops',
    size: '3',
    dry: 'true',
    'acme/cost-centre': '',
  })
})

describe('tags that Pawl reads', () => {
  test.each([
    ['pawl/max_retries', 3, '3'],
    ['pawl/max_retries', '0', '0'],
    ['pawl/retry_strategy', 'ALL_STEPS', 'ALL_STEPS'],
    ['pawl/retry_on_asset_or_op_failure', 'False', 'false'],
    ['pawl/retry_delay', '5', '5'],
    ['pawl/retry_delay', '1, 10, 0.5', '1, 10, 0.5'],
    ['pawl/retry_jitter', 'plus-minus', 'plus-minus'],
    ['pawl/retry_jitter', 0.5, '0.5'],
    ['pawl/priority', -3, '-3'],
    ['pawl/priority', '+7', '7'],
    ['pawl/max_runtime', '0.5', '0.5'],
    ['pawl/isolation', 'fresh', 'fresh'],
  ])('%s %j is kept as %j', (key, value, expected) => {
    expect(kept({ [key]: value })).toEqual({ [key]: expected })
  })

  test.each([
    ['pawl/max_retries', 'three', 'must be a whole number, 0 or more'],
    ['pawl/max_retries', '-1', 'must be a whole number, 0 or more'],
    ['pawl/max_retries', '1.5', 'must be a whole number, 0 or more'],
    ['pawl/max_retries', '', 'must be a whole number, 0 or more'],
    ['pawl/max_retries', '1e3', 'must be a whole number, 0 or more'],
    ['pawl/retry_strategy', 'from_failure', 'did you mean "FROM_FAILURE"?'],
    ['pawl/retry_strategy', 'SELECTED', 'must be "FROM_FAILURE" or "ALL_STEPS"'],
    ['pawl/retry_on_asset_or_op_failure', 'yes', 'must be "true" or "false"'],
    ['pawl/retry_delay', '1,,2', 'must be seconds'],
    ['pawl/retry_delay', '-1', 'must be seconds'],
    ['pawl/retry_delay', Array(51).fill('1').join(','), 'lists 51 delays, and 50 are the most'],
    ['pawl/retry_delay', '9'.repeat(400), 'too large'],
    ['pawl/retry_jitter', 'none', 'must be "full"'],
    ['pawl/retry_jitter', '0', 'must be "full"'],
    ['pawl/priority', 'high', 'must be a whole number'],
    ['pawl/priority', '99999999999999999999', 'must be a whole number'],
    ['pawl/max_runtime', '0', 'must be a number of seconds above 0'],
    ['pawl/max_runtime', '1h', 'must be a number of seconds above 0'],
    ['pawl/isolation', 'cold', 'must be "fresh"'],
  ])('%s %j is refused and says what is right', (key, value, words) => {
    expect(message({ [key]: value })).toContain(words)
    expect(message({ [key]: value })).toContain(`The tag "${key}"`)
  })

  test('every one of them has a rule for its values', () => {
    for (const key of RUN_TAGS) expect(problems({ [key]: 'no such value' })).toHaveLength(1)
  })
})

test('tags that only Pawl writes are refused', () => {
  for (const key of SYSTEM_TAGS)
    expect(problems({ [key]: '1' })).toEqual([{ key, message: `The tag "${key}" is written by Pawl only; leave it out.` }])
})

test('an unknown name with pawl/ is refused with the one that was meant', () => {
  expect(message({ 'pawl/max_retrys': 2 })).toContain('Did you mean "pawl/max_retries"?')
  expect(message({ 'pawl/something_else_entirely': 2 })).toContain('"pawl/isolation"')
})

describe('names from Dagster', () => {
  test('are kept under their pawl/ twins and checked like them', () => {
    const given = {
      'dagster/max_retries': 2,
      'dagster/retry_strategy': 'ALL_STEPS',
      'dagster/retry_on_asset_or_op_failure': 'True',
      'dagster/priority': '5',
      'dagster/max_runtime': 60,
    }
    expect(kept(given)).toEqual({
      'pawl/max_retries': '2',
      'pawl/retry_strategy': 'ALL_STEPS',
      'pawl/retry_on_asset_or_op_failure': 'true',
      'pawl/priority': '5',
      'pawl/max_runtime': '60',
    })
    expect(problems({ 'dagster/priority': 'high' })).toMatchObject([{ key: 'dagster/priority' }])
  })

  test('beside their twin must agree with it', () => {
    expect(kept({ 'dagster/priority': 5, 'pawl/priority': '5' })).toEqual({ 'pawl/priority': '5' })
    expect(message({ 'pawl/priority': 1, 'dagster/priority': 2 })).toContain('is read as "pawl/priority", which is given too')
  })

  test('that Pawl does not read are tags like any other', () => {
    expect(kept({ 'dagster/run_key': 'x' })).toEqual({ 'dagster/run_key': 'x' })
  })
})

test('a bare max_retries is kept, with a warning that names the right tag', () => {
  expect(validateLaunchTags({ max_retries: 3 })).toEqual({
    ok: true,
    tags: { max_retries: '3' },
    warnings: ['The tag "max_retries" means nothing to Pawl. The one it reads is called "pawl/max_retries".'],
  })
  expect(validateLaunchTags({ 'pawl/max_retries': 3, priority: 'mine' })).toMatchObject({ warnings: [] })
})

describe('keys and values', () => {
  test('have a longest length', () => {
    const key = 'k'.repeat(LONGEST_TAG_KEY)
    const value = 'v'.repeat(LONGEST_TAG_VALUE)
    expect(kept({ [key]: value })).toEqual({ [key]: value })
    expect(message({ [`${key}k`]: 'v' })).toContain('has 201 characters; 200 are the most')
    expect(message({ k: `${value}v` })).toContain('has 4001 characters; 4000 are the most')
  })

  test.each([
    ['', 'empty key'],
    ['  ', 'empty key'],
    [' team', 'begins or ends with a space'],
    ['a\u0000b', 'no database takes'],
    ['a\ud800', 'no database takes'],
  ])('the key %j is refused', (key, words) => {
    expect(message({ [key]: 'x' })).toContain(words)
  })

  test.each([[Number.NaN], [null], [['a']], [{}], [undefined]])('the value %j is refused', (value) => {
    expect(message({ team: value as unknown as string })).toBe('The tag "team" must be a text, a finite number or a boolean.')
  })

  test('a value that no database takes is refused', () => {
    expect(message({ team: 'a\u0000' })).toContain('no database takes')
  })
})

test('every problem is told at once, in the order given', () => {
  const given = { 'pawl/retry_number': 1, team: 'ops', 'pawl/priority': 'high', '': 'x', 'pawl/isolation': 'fresh' }
  expect(problems(given).map((problem) => problem.key)).toEqual(['pawl/retry_number', 'pawl/priority', ''])
})

test('whatever is accepted is accepted again unchanged', () => {
  const key = fc.oneof(fc.constantFrom(...RUN_TAGS, ...SYSTEM_TAGS, 'dagster/priority', '__proto__', 'constructor'), fc.string())
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom('1', 'true', 'full', 'fresh', 'FROM_FAILURE'))
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 5 }), (entries) => {
      const result = validateLaunchTags(Object.fromEntries(entries))
      if (!result.ok) return
      expect(kept(result.tags)).toEqual(result.tags)
    }),
  )
})
