import { CircleStop } from 'lucide-react'
import { useState } from 'react'
import { useMutation } from 'urql'
import { type RunHeaderFragment, TerminateRunsDocument } from '../generated/graphql.ts'
import { Reexecute } from '../reexecution/reexecute.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import styles from './run-actions.module.css'
import type { RunSearch } from './run-search.ts'

export function RunActions({ run, search }: { readonly run: RunHeaderFragment; readonly search: RunSearch }) {
  return (
    <>
      <Reexecute run={run} search={search} />
      <Terminate run={run} />
    </>
  )
}

function Terminate({ run }: { readonly run: RunHeaderFragment }) {
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [{ fetching }, terminate] = useMutation(TerminateRunsDocument)
  const confirm = async (): Promise<void> => {
    setProblem(undefined)
    const { data, error } = await terminate({ runIds: [run.id] })
    const [result] = data?.terminateRuns ?? []
    if (error) setProblem(error.message)
    else if (result && result.__typename !== 'TerminateRunSuccess') setProblem(result.message)
  }
  const why = run.canTerminate ? undefined : run.status === 'CANCELING' ? 'It is being stopped already.' : 'The run has ended.'
  return (
    <>
      <Button onPress={() => setAsking(true)} why={fetching ? 'Asking the run to stop.' : why}>
        <CircleStop aria-hidden="true" size={13} />
        Terminate…
      </Button>
      {problem && (
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
      {asking && (
        <Confirm
          title="Terminate this run?"
          confirmLabel="Terminate"
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        >
          <p>
            {run.status === 'QUEUED'
              ? 'It has not started; it will be canceled at once.'
              : 'Its steps in progress are asked to stop. What has succeeded stays.'}
          </p>
        </Confirm>
      )}
    </>
  )
}
