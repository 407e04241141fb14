import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './button.tsx'
import styles from './confirm.module.css'

/** Asks before something that cannot be taken back. The native dialog holds the focus and gives it back to its opener. */
export function Confirm({
  title,
  children,
  confirmLabel,
  onConfirm,
  onClose,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly confirmLabel: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <div className={styles.text}>{children}</div>
      <div className={styles.actions}>
        <Button onPress={() => dialog.current?.close()}>Keep</Button>
        <Button
          variant="danger"
          onPress={() => {
            onConfirm()
            dialog.current?.close()
          }}
        >
          {confirmLabel}
        </Button>
      </div>
    </dialog>
  )
}
