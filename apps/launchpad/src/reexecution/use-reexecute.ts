import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { LaunchReexecutionDocument, type LaunchReexecutionMutation, type ReexecutionParams } from '../generated/graphql.ts'
import { IDLE, type LaunchEvent, type LaunchState, launchAfter, newKey } from '../launchpad/launch-state.ts'

type Result = LaunchReexecutionMutation['launchRunReexecution']
export type ReexecutionRefusal = Exclude<Result, { readonly __typename: 'LaunchRunSuccess' }>

export interface Reexecute {
  readonly state: LaunchState
  /** What the server had against the last launch, until something is edited. */
  readonly refusal: ReexecutionRefusal | undefined
  /** A run that was launched with warnings, which would be gone with the page before anyone had read them. */
  readonly launched: { readonly runId: string; readonly warnings: readonly string[] } | undefined
  readonly press: () => void
}

/** Launches a re-execution and goes to the new run. However often it is pressed, it launches one. */
export function useReexecute(params: ReexecutionParams | undefined): Reexecute {
  const navigate = useNavigate()
  const [, launch] = useMutation(LaunchReexecutionDocument)
  const [state, setState] = useState<LaunchState>(IDLE)
  const [result, setResult] = useState<Result>()
  // Two presses may come before the next render.
  const current = useRef(state)
  const dispatch = (event: LaunchEvent): LaunchState => {
    current.current = launchAfter(current.current, event)
    setState(current.current)
    return current.current
  }
  const question = JSON.stringify(params)
  const asked = useRef(question)
  useEffect(() => {
    if (asked.current === question) return
    asked.current = question
    current.current = launchAfter(current.current, { kind: 'edited' })
    setState(current.current)
    setResult(undefined)
  }, [question])
  const press = (): void => {
    if (params === undefined || current.current.kind === 'sending') return
    const next = dispatch({ kind: 'pressed', newKey: newKey(crypto) })
    if (next.kind !== 'sending') return
    void launch({ params: { ...params, idempotencyKey: next.key } }).then(({ data, error }) => {
      if (!data) {
        dispatch({ kind: 'lost', message: error?.networkError ? 'Pawl did not answer.' : (error?.message ?? 'No answer.') })
        return
      }
      dispatch({ kind: 'answered' })
      const answer = data.launchRunReexecution
      setResult(answer)
      if (answer.__typename === 'LaunchRunSuccess' && answer.warnings.length === 0) {
        void navigate({ to: '/runs/$id', params: { id: answer.run.id } })
      }
    })
  }
  const isSuccess = result?.__typename === 'LaunchRunSuccess'
  return {
    state,
    press,
    refusal: isSuccess ? undefined : result,
    launched: isSuccess ? { runId: result.run.id, warnings: result.warnings } : undefined,
  }
}
