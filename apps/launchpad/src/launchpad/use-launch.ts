import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import type { ServerProblem } from '../editor/config-problem.ts'
import { LaunchRunDocument, type LaunchRunMutation } from '../generated/graphql.ts'
import { type Draft, launchTags, withLaunch } from './draft.ts'
import {
  IDLE,
  type LaunchEvent,
  type LaunchReadiness,
  type LaunchState,
  launchAfter,
  newKey,
  whyNotLaunchable,
} from './launch-state.ts'
import type { LaunchpadJob } from './launchpad-page.tsx'
import type { HeldDraft } from './use-draft.ts'

export interface TagProblem {
  readonly key: string
  readonly message: string
}

export interface Launch {
  readonly state: LaunchState
  /** What the server refused the last launch for, until the draft is edited. */
  readonly problems: readonly ServerProblem[] | undefined
  readonly tagProblems: readonly TagProblem[]
  readonly refusal: string | undefined
  /** The run launched last from this page, when the page was not left for it. */
  readonly launched: { readonly runId: string; readonly warnings: readonly string[] } | undefined
  readonly press: (readiness: LaunchReadiness, stay: boolean) => void
}

type Result = LaunchRunMutation['launchRun']

export function useLaunch(job: LaunchpadJob, draft: Draft, held: HeldDraft): Launch {
  const navigate = useNavigate()
  const [, launchRun] = useMutation(LaunchRunDocument)
  const [state, setState] = useState<LaunchState>(IDLE)
  const [result, setResult] = useState<Result>()
  const { yaml, opSelection, tags } = draft
  // Two presses may come before the next render.
  const current = useRef(state)
  const dispatch = (event: LaunchEvent): LaunchState => {
    current.current = launchAfter(current.current, event)
    setState(current.current)
    return current.current
  }

  const edited = JSON.stringify([yaml, opSelection, tags])
  const launchedText = useRef(edited)
  useEffect(() => {
    if (launchedText.current === edited) return
    launchedText.current = edited
    current.current = launchAfter(current.current, { kind: 'edited' })
    setState(current.current)
    setResult(undefined)
  }, [edited])

  const press = (readiness: LaunchReadiness, stay: boolean): void => {
    if (whyNotLaunchable({ ...readiness, launch: current.current }) !== undefined) return
    const next = dispatch({ kind: 'pressed', newKey: newKey(crypto) })
    if (next.kind !== 'sending') return
    const sent = launchTags(tags)
    const selection = opSelection.trim()
    const params = {
      selector: { locationName: job.locationName, jobName: job.name, opSelection: selection === '' ? null : selection },
      runConfigData: yaml,
      executionMetadata: { tags: sent.ok ? sent.tags : [] },
      idempotencyKey: next.key,
    }
    void launchRun({ params }).then(({ data, error }) => {
      if (!data) {
        dispatch({
          kind: 'lost',
          message: error?.networkError ? 'Pawl did not answer.' : (error?.message ?? 'There was no answer.'),
        })
        return
      }
      dispatch({ kind: 'answered' })
      setResult(data.launchRun)
      if (data.launchRun.__typename !== 'LaunchRunSuccess') return
      const { run, warnings } = data.launchRun
      held.put(withLaunch(draft, run.id, Date.now()))
      // A warning would be gone with the page before anyone had read it.
      if (!stay && warnings.length === 0) void navigate({ to: '/runs/$id', params: { id: run.id } })
    })
  }

  return { state, press, ...told(result) }
}

function told(result: Result | undefined): Pick<Launch, 'problems' | 'tagProblems' | 'refusal' | 'launched'> {
  const nothing = { problems: undefined, tagProblems: [], refusal: undefined, launched: undefined }
  if (!result) return nothing
  switch (result.__typename) {
    case 'LaunchRunSuccess':
      return { ...nothing, launched: { runId: result.run.id, warnings: result.warnings } }
    case 'RunConfigInvalid':
      return { ...nothing, problems: result.errors }
    case 'InvalidTagsError':
      return { ...nothing, tagProblems: result.problems, refusal: result.message }
    default:
      return { ...nothing, refusal: result.message }
  }
}
