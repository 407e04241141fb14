import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { formatCount, formatNumber, withShortIds } from '../format/amount.ts'
import type { ReexecutionDecision } from '../generated/graphql.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/class-names.ts'
import { Notice } from '../ui/notice.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Empty, Loading } from '../ui/states.tsx'
import { countOf, DECISION_WORDS, DECISIONS } from './decision-words.ts'
import { filterSteps, type StepFilter } from './filter-steps.ts'
import type { Preview } from './preview-feed.ts'
import { PreviewList } from './preview-list.tsx'
import styles from './preview-tab.module.css'
import type { Mark } from './reexecution-edit.ts'
import type { MarkProblem } from './refusal-parts.ts'
import { focusFirst, StepDetails } from './step-details.tsx'
import type { PreviewState } from './use-preview.ts'

interface PreviewTabProps {
  readonly state: PreviewState
  readonly marks: readonly Mark[]
  readonly markProblems: readonly MarkProblem[]
  readonly onMarks: (stepKey: string, marks: readonly Mark[]) => void
}

/** The plan: every step with what happens to it. */
export function PreviewTab({ state, marks, markProblems, onMarks }: PreviewTabProps) {
  const { preview } = state
  if (preview) return <Plan {...{ state, preview, marks, markProblems, onMarks }} />
  if (state.refusal || state.problem !== undefined) return null
  return <Loading rows={8} what="the plan" />
}

function Plan({ state, preview, marks, markProblems, onMarks }: PreviewTabProps & { readonly preview: Preview }) {
  const [decisions, setDecisions] = useState<ReadonlySet<ReexecutionDecision>>(new Set())
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>()
  const [marking, setMarking] = useState<string>()
  const details = useRef<HTMLElement>(null)
  const filter = useDeferredValue(useMemo(() => ({ decisions, text }), [decisions, text]))
  const steps = useMemo(() => filterSteps(preview.steps, filter), [preview.steps, filter])
  const step = preview.steps.find(({ stepKey }) => stepKey === chosen)
  const refused = markProblems[0]?.stepKey
  useEffect(() => {
    if (refused === undefined) return
    // A value that is refused is told at its field, also where another step was looked at meanwhile.
    setChosen(refused)
    setMarking(refused)
  }, [refused])
  return (
    <div className={styles.plan}>
      <PlanFilters counts={preview.counts} filter={{ decisions, text }} onDecisions={setDecisions} onText={setText} />
      <Warnings warnings={preview.warnings} />
      <div className={classes(styles.steps, state.isOld && styles.old)} aria-busy={state.isOld}>
        {steps.length === 0 && <Empty title="No step matches." />}
        {steps.length > 0 && (
          <PreviewList steps={steps} chosen={step?.stepKey} onChoose={setChosen} onEnter={() => focusFirst(details.current)} />
        )}
        {preview.isPartial && (
          <p className={styles.partial} role="status">
            {formatCount(preview.steps.length, 'step')} of {formatNumber(preview.counts.total)} so far…
          </p>
        )}
      </div>
      {step && (
        <StepDetails
          key={step.stepKey}
          step={step}
          part={details}
          marking={{
            marks: marks.filter(({ stepKey }) => stepKey === step.stepKey),
            problems: markProblems.filter(({ stepKey }) => stepKey === step.stepKey),
            isOpen: marking === step.stepKey,
            onOpen: (open) => setMarking(open ? step.stepKey : undefined),
            onMarks: (next) => onMarks(step.stepKey, next),
          }}
        />
      )}
    </div>
  )
}

function PlanFilters({
  counts,
  filter: { decisions, text },
  onDecisions,
  onText,
}: {
  readonly counts: Preview['counts']
  readonly filter: StepFilter
  readonly onDecisions: (decisions: ReadonlySet<ReexecutionDecision>) => void
  readonly onText: (text: string) => void
}) {
  const toggle = (decision: ReexecutionDecision): void => {
    const next = new Set(decisions)
    if (!next.delete(decision)) next.add(decision)
    onDecisions(next)
  }
  return (
    <div className={styles.filters}>
      <fieldset className={styles.decisions}>
        <legend className="visually-hidden">Show only steps that</legend>
        {DECISIONS.filter((decision) => countOf(counts, decision) > 0).map((decision) => (
          <Button key={decision} pressed={decisions.has(decision)} onPress={() => toggle(decision)}>
            {DECISION_WORDS[decision]} <span className={styles.count}>{formatNumber(countOf(counts, decision))}</span>
          </Button>
        ))}
      </fieldset>
      <SearchField label="Find steps in the plan" placeholder="Find steps" text={text} onText={onText} />
    </div>
  )
}

const SHOWN_WARNINGS = 2

function Warnings({ warnings }: { readonly warnings: Preview['warnings'] }) {
  const more = warnings.slice(SHOWN_WARNINGS)
  return (
    <>
      {warnings.slice(0, SHOWN_WARNINGS).map(({ code, text, stepKey }) => (
        <Notice key={`${code} ${stepKey} ${text}`} kind="warning" title={withShortIds(text)} />
      ))}
      {more.length > 0 && (
        <details className={styles.more}>
          <summary>{formatCount(more.length, 'more warning')}</summary>
          <ul>
            {more.map(({ code, text, stepKey }) => (
              <li key={`${code} ${stepKey} ${text}`}>{withShortIds(text)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
