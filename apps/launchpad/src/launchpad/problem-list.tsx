import type { TextRange } from '../editor/config-document.ts'
import { showPath } from '../editor/field-docs.ts'
import type { TextChange } from '../editor/quick-fix.ts'
import { formatCount } from '../format/amount.ts'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import styles from './problem-list.module.css'
import type { FixableProblem } from './use-config-problems.ts'

/** Every problem of the config with its place and its ways out. */
export function ProblemList({
  problems,
  isValid,
  onReveal,
  onFix,
}: {
  readonly problems: readonly FixableProblem[]
  /** As far as the server knows. */
  readonly isValid: boolean
  readonly onReveal: (range: TextRange) => void
  readonly onFix: (change: TextChange) => void
}) {
  return (
    <Panel flush title={problems.length === 0 ? 'Problems' : formatCount(problems.length, 'problem')}>
      {problems.length === 0 && <p className={styles.none}>{isValid ? 'None: the config is valid.' : 'None known.'}</p>}
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.from} ${problem.message}`} className={styles.problem}>
            <button type="button" className={styles.where} onClick={() => onReveal(problem)}>
              <span className={styles.line}>
                {problem.line}:{problem.column}
              </span>
              <code>{problem.source === 'yaml' ? 'YAML' : showPath(problem.path)}</code>
            </button>
            <p>{problem.message}</p>
            {problem.problem?.expected && <p className={styles.expected}>Expected: {problem.problem.expected}</p>}
            {problem.fixes.length > 0 && (
              <div className={styles.fixes}>
                {problem.fixes.map((fix) => (
                  <Button key={fix.label} onPress={() => onFix(fix.change)}>
                    {fix.label}
                  </Button>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
