import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import styles from './menu.module.css'

export interface MenuItem {
  readonly id: string
  readonly label: string
  /** Why it cannot be chosen now. It stays in reach of the keyboard, so that everyone can find out. */
  readonly why?: string | undefined
  readonly onChoose: () => void
  /** A line above it, between it and what is of another kind. */
  readonly separated?: boolean
}

const EDGE_PX = 8

/** A button that opens a list of things to do. The keyboard moves as in any menu; Esc and Tab leave it, and the button gets the focus back. */
export function Menu({ label, items }: { readonly label: string; readonly items: readonly MenuItem[] }) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  const openByKey = (event: KeyboardEvent): void => {
    if (open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
    event.preventDefault()
    setOpen(true)
  }
  return (
    <span className={styles.menu}>
      <Button ref={button} label={label} expanded={open} popup="menu" onPress={() => setOpen(!open)} onKeyDown={openByKey}>
        <ChevronDown aria-hidden="true" size={14} />
      </Button>
      {open && (
        <MenuList id={id} label={label} onClose={close} onLeave={() => setOpen(false)}>
          {items.map((item) => (
            <Item
              key={item.id}
              item={item}
              onChoose={() => {
                // The focus is back before anything opens that will give it back in its turn.
                close()
                item.onChoose()
              }}
            />
          ))}
        </MenuList>
      )}
    </span>
  )
}

function MenuList({
  id,
  label,
  onClose,
  onLeave,
  children,
}: {
  readonly id: string
  readonly label: string
  /** Closed by its reader. */
  readonly onClose: () => void
  /** The focus or the pointer has gone elsewhere. */
  readonly onLeave: () => void
  readonly children: ReactNode
}) {
  const list = useRef<HTMLDivElement>(null)
  const entries = (): readonly HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
  useLayoutEffect(() => {
    const { current } = list
    if (!current) return
    // It hangs from the right end of its button, which on a phone may stand too far left for that.
    const over = EDGE_PX - current.getBoundingClientRect().left
    if (over > 0) current.style.transform = `translateX(${over}px)`
    current.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
  }, [])
  useEffect(() => {
    const press = ({ target }: PointerEvent): void => {
      if (target instanceof Node && !list.current?.parentElement?.contains(target)) onLeave()
    }
    document.addEventListener('pointerdown', press)
    return () => document.removeEventListener('pointerdown', press)
  }, [onLeave])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') {
      onLeave()
      return
    }
    const all = entries()
    const at = all.findIndex((entry) => entry.matches(':focus'))
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (event.key !== 'Escape' && to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
    else if (to !== undefined) all[(to + all.length) % all.length]?.focus()
  }
  return (
    <div ref={list} id={id} role="menu" aria-label={label} tabIndex={-1} className={styles.list} onKeyDown={onKeyDown}>
      {children}
    </div>
  )
}

const Item = ({ item, onChoose }: { readonly item: MenuItem; readonly onChoose: () => void }) => {
  const id = useId()
  return (
    <>
      {item.separated && <hr className={styles.separator} />}
      <button
        type="button"
        role="menuitem"
        tabIndex={-1}
        className={styles.item}
        aria-disabled={item.why !== undefined}
        aria-describedby={item.why === undefined ? undefined : id}
        aria-label={item.label}
        onClick={item.why === undefined ? onChoose : undefined}
      >
        {item.label}
        {item.why !== undefined && (
          <span id={id} className={styles.why}>
            {item.why}
          </span>
        )}
      </button>
    </>
  )
}
