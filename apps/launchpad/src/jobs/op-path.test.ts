import { expect, test } from 'vitest'
import { configPathOf } from './op-path.ts'

test('the config of an op in a graph stands under the graph', () => {
  expect(configPathOf('clean')).toEqual(['ops', 'clean', 'config'])
  expect(configPathOf('pack.inner.wash')).toEqual(['ops', 'pack', 'ops', 'inner', 'ops', 'wash', 'config'])
})
