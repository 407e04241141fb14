import { lexer, type Token, type Tokens } from 'marked'
import { createElement, Fragment, type ReactNode } from 'react'
import styles from './markdown.module.css'
import { safeHref } from './metadata-kinds.ts'

/**
 * Markdown that an op wrote, as React elements: there is no way from it to HTML, so nothing has to be sanitised. HTML in it
 * is shown as text, and pictures as links, because loading them would tell their host who reads the page.
 */
export const Markdown = ({ text }: { readonly text: string }) => <div className={styles.markdown}>{blocks(lexer(text))}</div>

/** As fixed children instead of a list: parts of one text need no keys. */
const together = (parts: readonly ReactNode[]): ReactNode => createElement(Fragment, null, ...parts)

const blocks = (tokens: readonly Token[]): ReactNode => together(tokens.map(block))

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'heading':
      // Below the page's own headings, whatever the op thought of itself.
      return createElement(`h${Math.min(6, (token as Tokens.Heading).depth + 2)}`, null, inline(token.tokens))
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [])}</blockquote>
    case 'code':
      return <pre>{(token as Tokens.Code).text}</pre>
    case 'hr':
      return <hr />
    case 'list':
      return list(token as Tokens.List)
    case 'table':
      return table(token as Tokens.Table)
    case 'text':
      return token.tokens ? inline(token.tokens) : (token as Tokens.Text).text
    case 'space':
    case 'def':
      return null
    default:
      return <p>{token.raw}</p>
  }
}

function list({ ordered, start, items }: Tokens.List): ReactNode {
  const children = together(
    items.map((item) =>
      createElement(
        'li',
        null,
        item.task && (
          <input type="checkbox" checked={item.checked === true} readOnly aria-label={item.checked ? 'done' : 'to do'} />
        ),
        blocks(item.tokens),
      ),
    ),
  )
  return ordered ? <ol start={start === '' ? 1 : start}>{children}</ol> : <ul>{children}</ul>
}

const cells = (name: 'th' | 'td', row: readonly Tokens.TableCell[]): ReactNode =>
  createElement('tr', null, ...row.map((cell) => createElement(name, null, inline(cell.tokens))))

const table = ({ header, rows }: Tokens.Table): ReactNode => (
  <table>
    <thead>{cells('th', header)}</thead>
    <tbody>{together(rows.map((row) => cells('td', row)))}</tbody>
  </table>
)

const inline = (tokens: readonly Token[] | undefined): ReactNode => together((tokens ?? []).map(span))

function span(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>
    case 'em':
      return <em>{inline(token.tokens)}</em>
    case 'del':
      return <del>{inline(token.tokens)}</del>
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>
    case 'br':
      return <br />
    case 'link':
      return link((token as Tokens.Link).href, inline(token.tokens))
    case 'image':
      return link((token as Tokens.Image).href, (token as Tokens.Image).text || (token as Tokens.Image).href)
    case 'text':
      return token.tokens ? inline(token.tokens) : unescaped((token as Tokens.Text).text)
    case 'escape':
      return unescaped((token as Tokens.Escape).text)
    default:
      return token.raw
  }
}

function link(address: string, children: ReactNode): ReactNode {
  const href = safeHref(address)
  if (!href) return children
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
/** The lexer escapes a few characters for HTML, which React does again. */
const unescaped = (text: string): string => text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
