import { lazy, Suspense, useState } from 'react'
import { formatBytes, formatNumber } from '../format/amount.ts'
import { formatAbsolute } from '../format/time.ts'
import type { MetadataFragment } from '../generated/graphql.ts'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-id.tsx'
import { When } from '../ui/when.tsx'
import styles from './metadata-content.module.css'
import { imageUrl, readTable, safeHref } from './metadata-kinds.ts'
import { MetadataTable } from './metadata-table.tsx'

const Markdown = lazy(() => import('./markdown.tsx').then(({ Markdown: component }) => ({ default: component })))

/** One metadata value, shown by its kind. What an op wrote is never run and never becomes HTML. */
export function MetadataContent({ entry }: { readonly entry: MetadataFragment }) {
  if (entry.attachmentUrl !== null) return <Attachment entry={entry} url={entry.attachmentUrl} />
  return <Value entry={entry} value={entry.value} />
}

function Value({ entry, value }: { readonly entry: MetadataFragment; readonly value: unknown }) {
  switch (entry.kind) {
    case 'NUMBER':
      return typeof value === 'number' ? formatNumber(value) : String(value)
    case 'BOOLEAN':
      return value === true ? 'yes' : 'no'
    case 'TIMESTAMP':
      return typeof value === 'number' ? <Timestamp at={value} /> : String(value)
    case 'URL':
      return <Address text={String(value)} />
    case 'PATH':
      return (
        <span className={styles.path}>
          <code>{String(value)}</code>
          <CopyButton text={String(value)} label="Copy the path" />
        </span>
      )
    case 'MARKDOWN':
      return (
        <Suspense fallback={<p className={styles.plain}>{String(value)}</p>}>
          <Markdown text={String(value)} />
        </Suspense>
      )
    case 'JSON':
      return <pre className={styles.json}>{JSON.stringify(value, null, 2)}</pre>
    case 'TABLE': {
      const table = readTable(value)
      return table ? (
        <MetadataTable table={table} label={entry.label} />
      ) : (
        <pre className={styles.json}>{JSON.stringify(value)}</pre>
      )
    }
    case 'IMAGE':
    case 'PLOT': {
      const url = imageUrl(entry.mediaType, value)
      return url ? <img className={styles.image} src={url} alt={entry.label} /> : <span>An image this version cannot show.</span>
    }
    case 'TEXT':
      return <span className={styles.plain}>{String(value)}</span>
  }
}

function Timestamp({ at }: { readonly at: number }) {
  const style = timeStyle(usePreferences())
  return (
    <>
      {formatAbsolute(at, style)} (<When at={at} />)
    </>
  )
}

function Address({ text }: { readonly text: string }) {
  const href = safeHref(text)
  if (!href) return <code>{text}</code>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  )
}

/** Values too large for an event lie beside the outputs. Images load by themselves; the rest when it is wanted. */
function Attachment({ entry, url }: { readonly entry: MetadataFragment; readonly url: string }) {
  const [state, setState] = useState<
    { readonly kind: 'idle' | 'loading' | 'failed' } | { readonly kind: 'loaded'; readonly text: string }
  >({
    kind: 'idle',
  })
  const size = entry.sizeBytes === null ? '' : ` (${formatBytes(entry.sizeBytes)})`
  if (entry.kind === 'IMAGE' || entry.kind === 'PLOT')
    return <img className={styles.image} src={url} alt={entry.label} loading="lazy" />
  if (state.kind === 'loaded') return <Value entry={entry} value={attachedValue(entry, state.text)} />
  const load = async (): Promise<void> => {
    setState({ kind: 'loading' })
    const response = await fetch(url).catch(() => undefined)
    setState(response?.ok ? { kind: 'loaded', text: await response.text() } : { kind: 'failed' })
  }
  return (
    <span className={styles.path}>
      <Button onPress={() => void load()} why={state.kind === 'loading' ? 'It is on its way.' : undefined}>
        Show{size}
      </Button>
      {state.kind === 'failed' && <span role="alert">It could not be loaded.</span>}
    </span>
  )
}

function attachedValue(entry: MetadataFragment, text: string): unknown {
  if (entry.kind !== 'JSON' && entry.kind !== 'TABLE') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
