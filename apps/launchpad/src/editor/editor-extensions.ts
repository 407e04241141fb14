import {
  autocompletion,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { type Extension, Prec } from '@codemirror/state'
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { configCompletions } from './completions.ts'
import { pathAt, readConfigDocument } from './config-document.ts'
import type { ConfigPath, Schema } from './config-schema.ts'
import { editorTheme } from './editor-theme.ts'
import { fieldDocs, showPath } from './field-docs.ts'
import { yamlCursor } from './yaml-cursor.ts'

/** What the editor asks and tells; read at every use, so that it is always the newest. */
export interface EditorHost {
  schema(): Schema | undefined
  changed(text: string): void
  /** The place of the cursor in the document. */
  moved(path: ConfigPath | undefined): void
  /** Mod+Enter; `stay` with Shift. */
  launch(stay: boolean): void
}

export function editorExtensions(host: EditorHost, label: string): Extension {
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    indentUnit.of('  '),
    yaml(),
    editorTheme,
    placeholder('Nothing has to be set. Ctrl+Space lists what can be.'),
    autocompletion({
      override: [({ state, pos, explicit }) => complete(host.schema(), state.doc.toString(), { pos, explicit })],
      icons: false,
    }),
    hoverTooltip(({ state }, pos) => {
      const text = describe(host.schema(), state.doc.toString(), pos)
      return text && { pos: text.from, end: text.to, above: true, create: () => ({ dom: tooltip(text.lines) }) }
    }),
    // Before the default keymap, which opens a new line with Mod+Enter.
    Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run: () => launch(host, false) },
        { key: 'Shift-Mod-Enter', run: () => launch(host, true) },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) host.changed(update.state.doc.toString())
      if (update.docChanged || update.selectionSet) {
        const text = update.state.doc.toString()
        const { head } = update.state.selection.main
        host.moved(pathAt(readConfigDocument(text), head)?.path ?? yamlCursor(text, head)?.path)
      }
    }),
  ]
}

function launch(host: EditorHost, stay: boolean): boolean {
  host.launch(stay)
  return true
}

function complete(
  schema: Schema | undefined,
  text: string,
  at: { readonly pos: number; readonly explicit: boolean },
): CompletionResult | null {
  const found = schema && configCompletions(schema, text, at.pos)
  if (!found) return null
  // Unasked, an empty line stays empty: a list over every new line would be in the way.
  if (!at.explicit && found.from === at.pos && found.options[0]?.kind !== 'value') return null
  return {
    from: found.from,
    validFor: /^[\w."'-]*$/,
    options: found.options.map((option) => ({
      label: option.label,
      apply: option.insert,
      detail: option.required ? `${option.detail}, required` : option.detail,
      ...(option.info === undefined ? {} : { info: option.info }),
      boost: option.required ? 1 : 0,
    })),
  }
}

function describe(schema: Schema | undefined, text: string, pos: number) {
  const found = schema && pathAt(readConfigDocument(text), pos)
  const docs = found && fieldDocs(schema, found.path)
  if (!docs) return null
  const usual = docs.defaultValue === undefined ? [] : [`Default: ${JSON.stringify(docs.defaultValue)}`]
  return {
    ...found.range,
    lines: [
      `${showPath(docs.path)}: ${docs.type}${docs.required ? ', required' : ''}`,
      ...(docs.description ? [docs.description] : []),
      ...usual,
    ],
  }
}

function tooltip(lines: readonly string[]): HTMLElement {
  const element = document.createElement('div')
  element.style.padding = '4px 8px'
  for (const line of lines) element.append(Object.assign(document.createElement('p'), { textContent: line }))
  return element
}
