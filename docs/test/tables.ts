/** A Markdown table's rows, cells trimmed; `\|` stands for a bar. */
export type Table = readonly (readonly string[])[]

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

/** The rows of every table whose first heading is `heading`, in order. @throws Error when the page has no such table */
export function allRows(markdown: string, heading: string): Table {
  const lines = markdown.split('\n')
  const rows: (readonly string[])[] = []
  let isInside = false
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('|')) isInside = false
    else if (/^\|[\s|:-]+$/.test(lines[index + 1] ?? '')) isInside = cellsOf(line)[0] === heading
    else if (isInside && !/^\|[\s|:-]+$/.test(line)) rows.push(cellsOf(line))
  }
  if (rows.length === 0) throw new Error(`There is no table that begins with "${heading}".`)
  return rows
}

/** `` `code` `` without its quotes. */
export const unquoted = (cell: string): string => cell.replace(/^`(.*)`$/, '$1')
