import { type ReactNode, type SyntheticEvent, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

/**
 * A large dialog above a page. The native one keeps the focus inside; what had it before gets it back. Esc closes it, but not
 * from inside an editor, where Esc has work of its own.
 */
export function Dialog({
  title,
  children,
  onClose,
  onSubmit,
}: {
  readonly title: ReactNode
  readonly children: ReactNode
  readonly onClose: () => void
  /** Ctrl or ⌘ with Enter, wherever the focus is; where an editor has not taken it for itself. */
  readonly onSubmit: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const opener = document.activeElement
    const { current } = dialog
    current?.showModal()
    // Its first field, and not the button that closes it.
    current?.querySelector<HTMLElement>('select, input, textarea')?.focus()
    return () => {
      current?.close()
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  const submit = useRef(onSubmit)
  useEffect(() => {
    submit.current = onSubmit
  })
  useEffect(() => {
    const { current } = dialog
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
      event.preventDefault()
      // What is being filled in inside of it comes first.
      const form = event.target instanceof Element ? event.target.closest('form') : null
      if (form) form.requestSubmit()
      else submit.current()
    }
    current?.addEventListener('keydown', press)
    return () => current?.removeEventListener('keydown', press)
  }, [])
  const cancel = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (document.activeElement?.closest('.cm-editor') === null) onClose()
  }
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={id} onCancel={cancel}>
      <header className={styles.header}>
        <h2 id={id}>{title}</h2>
        <Button variant="quiet" onPress={onClose} label="Close">
          ✕
        </Button>
      </header>
      {children}
    </dialog>
  )
}
