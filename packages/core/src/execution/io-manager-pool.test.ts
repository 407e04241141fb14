import { expect, test } from 'vitest'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { ioManagerPool } from './io-manager-pool.ts'

const fallback = memoryIOManager()
const pool = (providers: Parameters<typeof ioManagerPool>[0]['providers']): ReturnType<typeof ioManagerPool> =>
  ioManagerPool({ providers, fallback, baseDirectory: 'base' })

test('the default is the fallback, unless the project has its own', async () => {
  const own = memoryIOManager()
  expect(await pool({}).get('default')).toBe(fallback)
  expect(await pool({ default: own }).get('default')).toBe(own)
})

test('a factory is asked once, for all that want its manager at the same time too, and told the base directory', async () => {
  const asked: string[] = []
  const made = pool({
    lake: async ({ baseDirectory }) => {
      asked.push(baseDirectory)
      await Promise.resolve()
      return memoryIOManager()
    },
  })
  const [one, two] = await Promise.all([made.get('lake'), made.get('lake')])
  expect(await made.get('lake')).toBe(one)
  expect([one === two, asked]).toEqual([true, ['base']])
})

test('a factory that failed is asked again', async () => {
  let calls = 0
  const shaky = pool({
    lake: () => {
      if (++calls === 1) throw new Error('no bucket')
      return fallback
    },
  })
  await expect(shaky.get('lake')).rejects.toThrow('no bucket')
  expect(await shaky.get('lake')).toBe(fallback)
})

test('an unknown key is refused with what was probably meant, or what there is', async () => {
  const two = pool({ warehouse: fallback, toString: fallback })
  await expect(two.get('warehose')).rejects.toMatchObject({
    code: 'UNKNOWN_IO_MANAGER',
    message: 'There is no I/O manager "warehose". Did you mean "warehouse"?',
  })
  await expect(pool({}).get('constructor')).rejects.toMatchObject({
    message: 'There is no I/O manager "constructor". Add it to "ioManagers"; there are "default".',
  })
})
