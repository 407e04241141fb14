import { expect, test } from 'vitest'
import { type CodeSearch, describeLoadError } from './load-error.ts'

const search: CodeSearch = {
  findSyntaxError: async () => ({ path: '/p/a.ts', line: 7 }),
  findImport: async (nameEnd) =>
    nameEnd === 'view.tsx' || nameEnd === '@/lib' || nameEnd === 'helper' ? { path: '/p/b.ts', line: 2 } : undefined,
}

function errorOf(message: string, { code, stack, name }: { code?: string; stack?: string; name?: string } = {}): Error {
  const error = Object.assign(new Error(message), code === undefined ? {} : { code })
  if (stack !== undefined) error.stack = stack
  if (name !== undefined) error.name = name
  return error
}
const messageOf = async (error: unknown): Promise<string> => (await describeLoadError(error, search)).message

test('what Node cannot parse is told with file and line, and what to write instead', async () => {
  const stack = 'file:///p/my%20job.ts:3\n\nenum Color { Red }\n^^^^\n\nSyntaxError: TypeScript enum is not supported'
  const code = 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
  const message = await messageOf(
    errorOf('TypeScript enum is not supported in strip-only mode', { code, stack, name: 'SyntaxError' }),
  )
  expect(message).toMatch(/^\/p\/my job\.ts:3: TypeScript enum is not supported in strip-only mode\. Node runs TypeScript by/)
})

test('a syntax error without a position is searched for', async () => {
  expect(await messageOf(new SyntaxError('Identifier taken'))).toBe('/p/a.ts:7: Identifier taken')
})

test.each([
  ['Unknown file extension ".tsx" for /p/ui/view.tsx', 'ERR_UNKNOWN_FILE_EXTENSION', /^\/p\/b\.ts:2: .*Node runs \.ts files/],
  ["Cannot find package '@/lib' imported from /p/b.ts", 'ERR_MODULE_NOT_FOUND', /^\/p\/b\.ts:2: .*"paths" of tsconfig\.json/],
  ["Cannot find module '/p/helper' imported from /p/b.ts", 'ERR_MODULE_NOT_FOUND', /^\/p\/b\.ts:2: .*needs its extension/],
  [
    "Cannot find package 'zodd' imported from /p/b.ts",
    'ERR_MODULE_NOT_FOUND',
    /^Cannot find package 'zodd' imported from \/p\/b\.ts$/,
  ],
])('%s', async (message, code, expected) => {
  expect(await messageOf(errorOf(message, { code }))).toMatch(expected)
})

test('an error that the code itself throws stays as it is', async () => {
  expect(await messageOf(new Error('no database'))).toBe('no database')
  expect(await messageOf('just a text')).toBe('just a text')
})
