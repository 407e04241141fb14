import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { TextRange } from './config-document.ts'
import { type EditorHost, editorExtensions } from './editor-extensions.ts'
import type { TextChange } from './quick-fix.ts'
import styles from './yaml-editor.module.css'

/** A problem as the editor shows it, with its ways out. */
export interface MarkedProblem extends TextRange {
  readonly message: string
  readonly fixes: readonly { readonly label: string; readonly change: TextChange }[]
}

export interface EditorHandle {
  /** One undo step. */
  apply(change: TextChange): void
  /** Puts another text in the place of all of it; undo brings the old one back. */
  replace(text: string): void
  /** Puts the cursor there and the focus into the editor. */
  reveal(range: TextRange): void
}

/** YAML in CodeMirror. It keeps its own text; `initial` is read once, so give it a key for another document. */
export default function YamlEditor({
  initial,
  label,
  host,
  problems,
  ref,
}: {
  readonly initial: string
  readonly label: string
  readonly host: EditorHost
  readonly problems: readonly MarkedProblem[]
  readonly ref?: Ref<EditorHandle>
}) {
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef(host)
  useEffect(() => {
    latest.current = host
  })
  const first = useRef({ initial, label })

  useEffect(() => {
    if (!parent.current) return
    const forwarding: EditorHost = {
      schema: () => latest.current.schema(),
      changed: (text) => latest.current.changed(text),
      moved: (path) => latest.current.moved(path),
      launch: (stay) => latest.current.launch(stay),
    }
    const state = EditorState.create({
      doc: first.current.initial,
      extensions: editorExtensions(forwarding, first.current.label),
    })
    const made = new EditorView({ state, parent: parent.current })
    view.current = made
    return () => {
      // Strict mode mounts twice: what was typed in between must come back.
      first.current = { ...first.current, initial: made.state.doc.toString() }
      made.destroy()
    }
  }, [])

  useEffect(() => {
    const { current } = view
    if (current) current.dispatch(setDiagnostics(current.state, diagnostics(problems, current.state.doc.length)))
  }, [problems])

  useImperativeHandle(
    ref,
    () => ({
      apply: (change) => view.current?.dispatch({ changes: { ...change }, userEvent: 'input.fix' }),
      replace: (text) => {
        const { current } = view
        if (!current || current.state.doc.toString() === text) return
        current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text }, userEvent: 'input.replace' })
      },
      reveal: ({ from, to }) => {
        view.current?.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true })
        view.current?.focus()
      },
    }),
    [],
  )
  return <div ref={parent} className={styles.editor} />
}

const diagnostics = (problems: readonly MarkedProblem[], length: number): Diagnostic[] =>
  problems.map(({ from, to, message, fixes }) => ({
    from: Math.min(from, length),
    to: Math.min(to, length),
    severity: 'error',
    message,
    actions: fixes.map(({ label, change }) => ({
      name: label,
      apply: (view) => view.dispatch({ changes: { ...change }, userEvent: 'input.fix' }),
    })),
  }))
