import type { Page } from './pages.ts'

/** A line of a shell block that calls `pawl`. */
export interface CommandLine {
  readonly page: string
  readonly line: number
  /** What stands after `pawl`. */
  readonly words: readonly string[]
}

const CALL = /^(?:npx (?:--yes )?)?(?:pawl|@pawl\/cli)\s+(.+)$/

export const commandLines = ({ path, blocks }: Page): readonly CommandLine[] =>
  blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, line }) =>
      text.split('\n').flatMap((code, index) => {
        const call = CALL.exec(code.replace(/\s+#.*$/, '').trim())?.[1]
        return call === undefined ? [] : [{ page: path, line: line + index, words: call.match(/'[^']*'|\S+/g) ?? [] }]
      }),
    )
