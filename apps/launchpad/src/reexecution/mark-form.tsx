import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import styles from './mark-form.module.css'
import { type MarkableOutput, readMarks } from './read-marks.ts'
import type { Mark } from './reexecution-edit.ts'
import type { MarkProblem } from './refusal-parts.ts'

/** The values of a step that is not to run: the server checks them by the schemas of its outputs. */
export function MarkForm({
  stepKey,
  outputs,
  marks,
  problems,
  onDone,
  onCancel,
}: {
  readonly stepKey: string
  readonly outputs: readonly MarkableOutput[]
  /** The values given so far. */
  readonly marks: readonly Mark[]
  /** What the server has against them. */
  readonly problems: readonly MarkProblem[]
  readonly onDone: (marks: readonly Mark[]) => void
  readonly onCancel: () => void
}) {
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(marks.map(({ output, value }) => [output, JSON.stringify(value, null, 2)])),
  )
  const [unread, setUnread] = useState<Readonly<Record<string, string>>>({})
  useEffect(() => {
    form.current?.querySelector('textarea')?.focus()
  }, [])
  const submit = (event?: FormEvent): void => {
    event?.preventDefault()
    const read = readMarks(stepKey, outputs, texts)
    setUnread(read.problems)
    if (Object.keys(read.problems).length === 0) onDone(read.marks)
    else form.current?.querySelector('textarea')?.focus()
  }
  const problemOf = (name: string): string | undefined =>
    unread[name] ?? problems.find(({ output }) => output === name || output === null)?.message
  return (
    <form ref={form} className={styles.form} onSubmit={submit} aria-label={`Mark ${stepKey} as done`}>
      {outputs.map(({ name, optional }) => {
        const problem = problemOf(name)
        return (
          <div key={name} className={styles.field}>
            <label htmlFor={`${id}-${name}`}>
              <code>{name}</code>, JSON{optional && ' (may be left out)'}
            </label>
            <textarea
              id={`${id}-${name}`}
              rows={2}
              spellCheck={false}
              value={texts[name] ?? ''}
              aria-invalid={problem !== undefined}
              aria-describedby={problem === undefined ? undefined : `${id}-${name}-problem`}
              onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
            />
            {problem !== undefined && (
              <p id={`${id}-${name}-problem`} className={styles.problem} role="alert">
                {problem}
              </p>
            )}
          </div>
        )
      })}
      <p className={styles.actions}>
        <Button variant="primary" onPress={submit}>
          Mark as done
        </Button>
        <Button onPress={onCancel}>Keep as it is</Button>
      </p>
    </form>
  )
}
