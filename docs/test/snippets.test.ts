import { expect, test } from 'vitest'
import { codeBlocks } from './code-blocks.ts'
import { printedLines, snippetsOf } from './snippets.ts'

const MARKDOWN = `# Title

\`\`\`ts
// src/one.ts
export const one = 1
\`\`\`

Text.

\`\`\`ts continued run
export const two = one + 1
console.log(two) // => 2
\`\`\`

- A list:

  \`\`\`sh
  pawl dev
  \`\`\`
`

const page = { path: 'docs/page.md', text: MARKDOWN, blocks: codeBlocks(MARKDOWN) }

test('blocks are taken with their language, their words and the line they begin in', () => {
  expect(page.blocks).toMatchObject([
    { language: 'ts', words: [], line: 4 },
    { language: 'ts', words: ['continued', 'run'], line: 11 },
    { language: 'sh', words: [], line: 18, text: 'pawl dev' },
  ])
})

test('a block that is never closed is an error with its line', () => {
  expect(() => codeBlocks('\n```ts\nconst a = 1\n')).toThrow('line 2')
})

test('a block that continues another is one module with it, whose lines lead back to the page', () => {
  const [first, second] = snippetsOf(page)
  expect(first).toMatchObject({ file: 'src/one.ts', runs: false })
  expect(second).toMatchObject({ file: 'line-11.ts', runs: true })
  expect(second?.source).toContain('const one = 1\nexport const two')
  expect([1, 2, 3, 4].map((line) => second?.pageLine(line))).toEqual([4, 5, 11, 12])
  expect(second === undefined ? [] : printedLines(second)).toEqual(['2'])
})
