import { Link } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'
import { formatBytes, formatCount, shortId, withShortIds } from '../format/amount.ts'
import type { PreviewStepFragment } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { SCROLLS_BY_KEYBOARD } from '../ui/scrollable.ts'
import { When } from '../ui/when.tsx'
import { DecisionMark } from './decision-mark.tsx'
import { MarkForm } from './mark-form.tsx'
import { readMarkableOutputs } from './read-marks.ts'
import type { Mark } from './reexecution-edit.ts'
import type { MarkProblem } from './refusal-parts.ts'
import styles from './step-details.module.css'

export interface Marking {
  /** Of this step. */
  readonly marks: readonly Mark[]
  readonly problems: readonly MarkProblem[]
  readonly isOpen: boolean
  readonly onOpen: (open: boolean) => void
  readonly onMarks: (marks: readonly Mark[]) => void
}

/** Everything about what happens to one step, and what a person can do about it. */
export function StepDetails({
  step,
  marking,
  part,
}: {
  readonly step: PreviewStepFragment
  readonly marking: Marking
  /** Where the keyboard comes to from the list. */
  readonly part: RefObject<HTMLElement | null>
}) {
  const { marks, isOpen, onOpen, onMarks } = marking
  const outputs = readMarkableOutputs(step.markOutputs)
  // While a value is refused there is no new plan that could say so of the step.
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    // The form has taken the focus away with it.
    if (wasOpen.current && !isOpen) focusFirst(part.current)
    wasOpen.current = isOpen
  }, [isOpen, part])
  const canMark = step.canMarkDone || marks.length > 0
  return (
    <section ref={part} {...SCROLLS_BY_KEYBOARD} className={styles.details} aria-label={`About ${step.stepKey}`}>
      <p className={styles.head}>
        <DecisionMark decision={step.decision} />
        <code>{step.stepKey}</code>
        <span>{withShortIds(step.text)}</span>
      </p>
      {step.originRunId !== null && <Origin step={step} runId={step.originRunId} />}
      {canMark && !isOpen && (
        <p className={styles.actions}>
          <Button onPress={() => onOpen(true)}>{marks.length > 0 ? 'Change its value…' : 'Mark as done…'}</Button>
          {marks.length > 0 && <Button onPress={() => onMarks([])}>Do not mark it</Button>}
        </p>
      )}
      {canMark && isOpen && (
        <MarkForm
          stepKey={step.stepKey}
          outputs={outputs.length > 0 ? outputs : marks.map(({ output }) => ({ name: output, optional: false }))}
          marks={marks}
          problems={marking.problems}
          onDone={(next) => {
            onMarks(next)
            onOpen(false)
          }}
          onCancel={() => onOpen(false)}
        />
      )}
    </section>
  )
}

/** To the first thing to press in there, or to the part itself. */
export function focusFirst(part: HTMLElement | null): void {
  const first = part?.querySelector<HTMLElement>('button, textarea, a')
  ;(first ?? part)?.focus()
}

function Origin({ step, runId }: { readonly step: PreviewStepFragment; readonly runId: string }) {
  const more = step.outputCount - step.outputs.length
  return (
    <div className={styles.origin}>
      <p>
        Made by run{' '}
        <Link to="/runs/$id" params={{ id: runId }} search={{ step: step.stepKey }}>
          <code>{shortId(runId)}</code>
        </Link>
        {step.createdAt !== null && (
          <>
            {' '}
            <When at={step.createdAt} />
          </>
        )}
        , {formatCount(step.outputCount, 'output')}
        {step.sizeBytes !== null && `, ${formatBytes(step.sizeBytes)}`}.
      </p>
      {step.outputs.length > 0 && (
        <ul className={styles.outputs}>
          {step.outputs.map(({ output, mappingKey, location, sizeBytes }) => (
            <li key={`${output} ${mappingKey}`}>
              <code>
                {output}
                {mappingKey !== null && `[${mappingKey}]`}
              </code>{' '}
              <code className={styles.location}>{location}</code>
              {sizeBytes !== null && ` ${formatBytes(sizeBytes)}`}
            </li>
          ))}
          {more > 0 && <li>and {formatCount(more, 'more output')}</li>}
        </ul>
      )}
    </div>
  )
}
