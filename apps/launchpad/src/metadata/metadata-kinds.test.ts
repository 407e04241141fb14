import { expect, test } from 'vitest'
import { imageUrl, readTable, safeHref } from './metadata-kinds.ts'

test.each(['javascript:alert(1)', 'data:text/html,x', ' jAvascript:x', 'file:///etc/passwd', '/relative', 'vbscript:x'])(
  '%s is text, not a link',
  (address) => {
    expect(safeHref(address)).toBeUndefined()
  },
)

test('web and mail addresses are links', () => {
  expect(safeHref('https://example.com/a?b=c')).toBe('https://example.com/a?b=c')
  expect(safeHref('mailto:ops@example.com')).toBe('mailto:ops@example.com')
})

test('images become data URLs, and nothing else does', () => {
  expect(imageUrl('image/svg+xml', '<svg onload="alert(1)"/>')).toBe(
    'data:image/svg+xml;charset=utf-8,%3Csvg%20onload%3D%22alert(1)%22%2F%3E',
  )
  expect(imageUrl('image/png', 'aGk=\n')).toBe('data:image/png;base64,aGk=')
  expect(imageUrl('image/png', '"><script>')).toBeUndefined()
  expect(imageUrl('text/html', '<b>')).toBeUndefined()
  expect(imageUrl('image/png', 7)).toBeUndefined()
})

test('a table is read with care', () => {
  expect(readTable({ columns: [{ name: 'a', kind: 'number' }, { name: 'b' }, 7], rows: [{ a: 1 }, null] })).toEqual({
    columns: [
      { name: 'a', kind: 'number' },
      { name: 'b', kind: 'text' },
    ],
    rows: [{ a: 1 }],
  })
  expect(readTable([1, 2])).toBeUndefined()
})
