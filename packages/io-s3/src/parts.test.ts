import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NumberedPart, partBytes, partsOf } from './parts.ts'

async function collect(chunks: readonly Uint8Array[], bytesOf: (number: number) => number): Promise<readonly NumberedPart[]> {
  const parts: NumberedPart[] = []
  for await (const part of partsOf(chunks, bytesOf)) parts.push(part)
  return parts
}

test('however a stream is chunked, its parts hold its bytes, are numbered from 1, and are full but for the last', async () => {
  const chunk = fc.uint8Array({ maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.array(chunk), fc.integer({ min: 1, max: 30 }), async (chunks, size) => {
      const bytesOf = (number: number): number => size + number
      const parts = await collect(chunks, bytesOf)
      expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(Buffer.concat(chunks))
      expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1))
      expect(parts.map(({ isLast }) => isLast)).toEqual(parts.map((_, index) => index === parts.length - 1))
      for (const { number, bytes, isLast } of parts)
        expect(isLast ? bytes.byteLength <= bytesOf(number) : bytes.byteLength === bytesOf(number)).toBe(true)
    }),
  )
})

test('a stream that reuses its buffer loses nothing', async () => {
  function* reusing(): Generator<Uint8Array> {
    const buffer = new Uint8Array(3)
    for (let n = 0; n < 5; n++) yield buffer.fill(n)
  }
  const parts: Uint8Array[] = []
  for await (const { bytes } of partsOf(reusing(), () => 4)) parts.push(bytes)
  expect([...Buffer.concat(parts)]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
})

test("parts keep to S3's limits up to the largest object it takes", () => {
  const sizes = Array.from({ length: 10_000 }, (_, index) => partBytes(index + 1))
  expect(Math.min(...sizes)).toBe(5 * 1024 ** 2)
  expect(Math.max(...sizes)).toBeLessThan(5 * 1024 ** 3)
  expect(sizes.reduce((total, size) => total + size)).toBeGreaterThan(5e12)
})
