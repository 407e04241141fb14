import type { Page } from './pages.ts'

/** An operation of a page with what stands below it. */
export interface GraphqlExample {
  readonly line: number
  readonly query: string
  readonly isSubscription: boolean
  /** From the block marked `json variables`. */
  readonly variables: unknown
  /** From the other `json` block: what is under `data`. */
  readonly answer: unknown
}

export function listExamples({ blocks }: Page): readonly GraphqlExample[] {
  return blocks.flatMap((block, index) => {
    if (block.language !== 'graphql') return []
    const rest = blocks.slice(index + 1)
    const next = rest.findIndex(({ language }) => language === 'graphql')
    const below = next < 0 ? rest : rest.slice(0, next)
    const json = below.filter(({ language }) => language === 'json')
    const textOf = (isVariables: boolean): string =>
      json.find(({ words }) => words.includes('variables') === isVariables)?.text ?? '{}'
    return [
      {
        line: block.line,
        query: block.text,
        isSubscription: block.text.startsWith('subscription'),
        variables: JSON.parse(textOf(true)),
        answer: JSON.parse(textOf(false)),
      },
    ]
  })
}
