import { Button } from '../ui/button.tsx'
import { countsSentence } from './decision-words.ts'
import styles from './reexecution-dialog.module.css'
import type { PreviewState } from './use-preview.ts'
import type { Reexecute } from './use-reexecute.ts'

export function ReexecutionFooter({
  state,
  launch,
  why,
  onPress,
  onClose,
}: {
  /** Undefined where no plan can be asked for yet. */
  readonly state: PreviewState | undefined
  readonly launch: Reexecute
  readonly why: string | undefined
  readonly onPress: () => void
  readonly onClose: () => void
}) {
  return (
    <footer className={styles.footer}>
      <p className={styles.summary} role="status">
        {why ?? (state && stateWords(state))}
      </p>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" why={why} keys="Control+Enter Meta+Enter" onPress={onPress}>
        {launch.state.kind === 'sending' ? 'Launching…' : 'Launch'}
      </Button>
    </footer>
  )
}

function stateWords({ preview, isOld, problem }: PreviewState): string {
  if (problem) return 'What will happen is not known.'
  return preview && !isOld ? countsSentence(preview.counts) : 'Planning…'
}
