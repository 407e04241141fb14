import { useId } from 'react'
import type { ReexecutionStrategy, SelectionProblemFragment } from '../generated/graphql.ts'
import { OpSelectionField } from '../launchpad/op-selection-field.tsx'
import field from '../ui/field.module.css'
import styles from './reexecution-dialog.module.css'
import { type ReexecutionEdit, selectionText } from './reexecution-edit.ts'
import { needsSelection, STRATEGIES, STRATEGY_WORDS } from './strategy-words.ts'

export interface StrategyOption {
  readonly strategy: ReexecutionStrategy
  readonly isAllowed: boolean
  readonly problem: string | null
}

export function StrategyField({
  strategy,
  options,
  onStrategy,
}: {
  readonly strategy: ReexecutionStrategy
  readonly options: readonly StrategyOption[]
  readonly onStrategy: (strategy: ReexecutionStrategy) => void
}) {
  const id = useId()
  const optionOf = (each: ReexecutionStrategy): StrategyOption | undefined => options.find((option) => option.strategy === each)
  return (
    <div className={styles.strategy}>
      <label htmlFor={id}>What runs</label>
      <select
        id={id}
        className={field.select}
        value={strategy}
        aria-describedby={`${id}-says`}
        onChange={(event) => onStrategy(STRATEGIES.find((each) => each === event.target.value) ?? strategy)}
      >
        {STRATEGIES.map((each) => (
          <option key={each} value={each} disabled={optionOf(each)?.isAllowed === false && each !== strategy}>
            {STRATEGY_WORDS[each].action}
          </option>
        ))}
      </select>
      <span id={`${id}-says`} className={styles.says}>
        {STRATEGY_WORDS[strategy].explanation}
      </span>
    </div>
  )
}

export function SelectionField({
  strategy,
  edit,
  onEdit,
  problem,
}: {
  readonly strategy: ReexecutionStrategy
  readonly edit: ReexecutionEdit
  readonly onEdit: (edit: ReexecutionEdit) => void
  readonly problem: SelectionProblemFragment | undefined
}) {
  const isNeeded = needsSelection(strategy)
  return (
    <OpSelectionField
      label={isNeeded ? 'Steps' : 'Ops'}
      text={selectionText(edit, strategy)}
      onText={(text) => onEdit(isNeeded ? { ...edit, steps: text } : { ...edit, opSelection: text })}
      placeholder={isNeeded ? 'clean, summarise[ORD], +report, tag:team=ops' : 'All. Or: clean*, +report, tag:team=ops'}
      says=""
      problem={problem}
    />
  )
}
