import { expect, test } from 'vitest'
import { changedResources } from './reexecution-warnings.ts'

const config = (resources: unknown) => ({ resources, ops: { a: {} } })

test.each([
  ['nothing', {}, {}, []],
  ['a value', config({ db: { config: { url: 'a' } } }), config({ db: { config: { url: 'b' } } }), ['db']],
  ['the order of keys only', config({ db: { config: { a: 1, b: 2 } } }), config({ db: { config: { b: 2, a: 1 } } }), []],
  ['one that is gone and one that is new', config({ old: {}, same: {} }), config({ now: {}, same: {} }), ['now', 'old']],
  ['which secret is read', config({ db: { env: 'A' } }), config({ db: { env: 'B' } }), ['db']],
  ['what is no document', 7, config([]), []],
])('the config of resources differs by %s', (_, before, now, changed) => {
  expect(changedResources(before, now)).toEqual(changed)
})
