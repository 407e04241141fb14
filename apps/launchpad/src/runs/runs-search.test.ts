import { expect, test } from 'vitest'
import { isFiltered, readRunsSearch, readTag, refineRuns, runsFilter, toggled } from './runs-search.ts'

test('a link says which runs are meant', () => {
  const search = readRunsSearch({ status: ['FAILURE', 'STARTED'], job: 'flights', location: 'demo', tag: ['team=ops', 'urgent'] })
  expect(runsFilter(search)).toEqual({
    statuses: ['STARTED', 'FAILURE'],
    jobName: 'flights',
    locationName: 'demo',
    tags: [
      { key: 'team', value: 'ops' },
      { key: 'urgent', value: null },
    ],
  })
})

test('what a link says that nobody knows is dropped', () => {
  expect(readRunsSearch({ status: 'NO_SUCH', job: 7, tag: [null, '', 'a'], cursor: {}, other: 1 })).toEqual({
    job: '7',
    tag: ['a'],
  })
  expect(readRunsSearch({ status: 'FAILURE,SUCCESS' })).toEqual({ status: ['SUCCESS', 'FAILURE'] })
})

test('the value of a tag may hold the sign that ends its key', () => {
  expect(readTag('query=a=b')).toEqual({ key: 'query', value: 'a=b' })
  expect(readTag('empty=')).toEqual({ key: 'empty', value: '' })
})

test('refining begins at the newest run, and adding one tag keeps the others', () => {
  const search = readRunsSearch({ tag: ['a=1'], cursor: 'run-9' })
  const refined = refineRuns(search, { tag: toggled(search.tag, 'b=2') })
  expect(refined).toEqual({ tag: ['a=1', 'b=2'] })
  expect(refineRuns(refined, { tag: toggled(toggled(refined.tag, 'a=1'), 'b=2') })).toEqual({})
})

test('a page of the unfiltered list is not filtered', () => {
  expect(isFiltered({ cursor: 'x' })).toBe(false)
  expect(isFiltered({ job: 'x' })).toBe(true)
})
