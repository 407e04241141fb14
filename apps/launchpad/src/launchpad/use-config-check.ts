import { useEffect, useRef, useState } from 'react'
import { useApi } from '../api/api-context.ts'
import { readConfigDocument, syntaxProblems } from '../editor/config-document.ts'
import type { ServerProblem } from '../editor/config-problem.ts'
import {
  type JobOrOpSelector,
  type SelectionProblemFragment,
  ValidateConfigDocument,
  type ValidateConfigQuery,
} from '../generated/graphql.ts'

/** What the server says of a config; `problems` stay while a newer text is being checked. */
export interface ConfigCheck {
  readonly state: 'unknown' | 'checking' | 'valid' | 'invalid'
  readonly problems: readonly ServerProblem[]
  readonly selectedOps: readonly string[] | undefined
  readonly selectionProblem: SelectionProblemFragment | undefined
  readonly jobProblem: string | undefined
  /** The server could not be asked. */
  readonly unreachable: boolean
}

const NOTHING: ConfigCheck = {
  state: 'unknown',
  problems: [],
  selectedOps: undefined,
  selectionProblem: undefined,
  jobProblem: undefined,
  unreachable: false,
}

/** What is asked; new code may judge the same text differently. */
interface Question {
  readonly selector: JobOrOpSelector
  readonly yaml?: string
  readonly codeRevision: string
}

const PAUSE_MS = 400

/** Has the server check the text a moment after it was changed. A text that is no YAML is not worth asking about. */
export function useConfigCheck(selector: JobOrOpSelector, yaml: string | undefined, codeRevision: string): ConfigCheck {
  const { uncached } = useApi()
  const [check, setCheck] = useState<ConfigCheck>(NOTHING)
  const turn = useRef(0)
  const question = JSON.stringify({ selector, yaml, codeRevision })
  useEffect(() => {
    const { selector: asked, yaml: text }: Question = JSON.parse(question)
    if (text === undefined) return
    turn.current += 1
    const mine = turn.current
    if (syntaxProblems(readConfigDocument(text)).length > 0) {
      setCheck((before) => ({ ...before, state: 'invalid' }))
      return
    }
    setCheck((before) => ({ ...before, state: 'checking' }))
    const ask = async (): Promise<void> => {
      const { data } = await uncached.query(ValidateConfigDocument, { selector: asked, config: text }).toPromise()
      if (mine !== turn.current) return
      setCheck((before) => (data ? told(before, data.isRunConfigValid) : { ...before, state: 'unknown', unreachable: true }))
    }
    const timer = setTimeout(() => void ask(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [uncached, question])
  return check
}

function told(before: ConfigCheck, result: ValidateConfigQuery['isRunConfigValid']): ConfigCheck {
  switch (result.__typename) {
    case 'RunConfigValid':
      return { ...NOTHING, state: 'valid', selectedOps: result.selectedOps }
    case 'RunConfigInvalid':
      return { ...NOTHING, state: 'invalid', problems: result.errors, selectedOps: before.selectedOps }
    case 'InvalidOpSelectionError':
      return { ...NOTHING, state: 'unknown', problems: before.problems, selectionProblem: result }
    case 'JobNotFoundError':
    case 'LocationNotLoadedError':
      return { ...NOTHING, jobProblem: result.message }
  }
}
