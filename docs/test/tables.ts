/** A Markdown table's rows, cells trimmed; `\|` stands for a bar. */
export type Table = readonly (readonly string[])[]

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

/** The rows below the table whose first heading is `heading`. @throws Error when the page has no such table */
export function tableRows(markdown: string, heading: string): Table {
  const lines = markdown.split('\n')
  const start = lines.findIndex(
    (line, index) => line.startsWith('|') && cellsOf(line)[0] === heading && /^\|[\s|:-]+$/.test(lines[index + 1] ?? ''),
  )
  if (start < 0) throw new Error(`There is no table that begins with "${heading}".`)
  const rows: (readonly string[])[] = []
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break
    rows.push(cellsOf(line))
  }
  return rows
}

/** `` `code` `` without its quotes. */
export const unquoted = (cell: string): string => cell.replace(/^`(.*)`$/, '$1')
