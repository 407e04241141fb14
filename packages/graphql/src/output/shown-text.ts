/**
 * Makes the function that takes folders of the server out of text: inside one of `roots` paths become relative to it.
 * Longer roots go first, so that the project's folder wins over the home that holds it.
 */
export function shownTextOf(roots: readonly string[]): (text: string) => string {
  const folders = roots
    .map((root) => root.replace(/[/\\]+$/, ''))
    .filter((root) => root !== '')
    .sort((a, b) => b.length - a.length)
  const spellings = folders.flatMap((root) => [
    `${new URL(`file://${encodeURI(root)}`).href}/`,
    `file://${root}/`,
    `${root}/`,
    root,
  ])
  return (text) => spellings.reduce((shown, spelling) => shown.replaceAll(spelling, spelling.endsWith('/') ? '' : '.'), text)
}
