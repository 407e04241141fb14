import { useId } from 'react'
import field from '../ui/field.module.css'
import styles from './op-selection-field.module.css'
import { markSelection } from './selection-words.ts'

interface SelectionProblem {
  readonly message: string
  readonly position: number
  readonly length: number
  readonly didYouMean: string | null
}

/** Which ops to run, in the selection grammar; what is wrong with it is pointed at. */
export function OpSelectionField({
  text,
  onText,
  says,
  problem,
  label = 'Ops',
  placeholder = 'All. Or: clean*, +report, tag:team=ops',
}: {
  readonly text: string
  readonly onText: (text: string) => void
  /** What it selects, in words. */
  readonly says: string
  readonly problem: SelectionProblem | undefined
  readonly label?: string
  readonly placeholder?: string
}) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <input
        id={id}
        className={field.input}
        value={text}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-says`}
        onChange={(event) => onText(event.target.value)}
      />
      <div id={`${id}-says`} className={styles.says}>
        {problem ? <Problem text={text.trim()} problem={problem} onText={onText} /> : says}
      </div>
    </div>
  )
}

function Problem({
  text,
  problem,
  onText,
}: {
  readonly text: string
  readonly problem: SelectionProblem
  readonly onText: (text: string) => void
}) {
  const [before, culprit, after] = markSelection(text, problem.position, problem.length)
  const { didYouMean } = problem
  return (
    <div className={styles.problem} role="alert">
      <code>
        {before}
        <mark>{culprit}</mark>
        {after}
      </code>{' '}
      {problem.message}{' '}
      {didYouMean !== null && (
        <button type="button" className={styles.fix} onClick={() => onText(before + didYouMean + after)}>
          Change to "{didYouMean}"
        </button>
      )}
    </div>
  )
}
