/** A fenced block of a Markdown page. */
export interface CodeBlock {
  /** `ts`, `sh`, `graphql`; empty where none is given. */
  readonly language: string
  /** What stands after the language: `run`, `continued`. */
  readonly words: readonly string[]
  /** Of its first line of code, from 1. */
  readonly line: number
  readonly text: string
}

const FENCE = /^(\s*)(`{3,})(.*)$/

/** Every fenced block of a page, in order. A block in a list is taken without its indentation. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { readonly indent: number; readonly fence: string; readonly info: string; readonly line: number } | undefined
  let content: string[] = []
  for (const [index, text] of markdown.split('\n').entries()) {
    const [, indent = '', fence = '', info = ''] = FENCE.exec(text) ?? []
    if (open === undefined && fence !== '') {
      open = { indent: indent.length, fence, info: info.trim(), line: index + 2 }
      content = []
    } else if (open !== undefined && fence === open.fence && info.trim() === '') {
      const [language = '', ...words] = open.info.split(/\s+/)
      blocks.push({ language, words, line: open.line, text: content.join('\n') })
      open = undefined
    } else if (open !== undefined) content.push(text.slice(Math.min(open.indent, text.length - text.trimStart().length)))
  }
  if (open !== undefined) throw new Error(`The block that begins in line ${open.line - 1} is never closed.`)
  return blocks
}
