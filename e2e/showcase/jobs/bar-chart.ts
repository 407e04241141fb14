/** A small SVG bar chart. */
export function barChart(bars: readonly { readonly label: string; readonly value: number }[]): string {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const rows = bars.map(({ label, value }, index) => {
    const y = 12 + index * 20
    const width = Math.round((value / most) * 380)
    return `<text x="64" y="${y + 11}" text-anchor="end">${label}</text><rect x="72" y="${y}" width="${width}" height="14" fill="#1a7f37"/><text x="${78 + width}" y="${y + 11}">${value} kg</text>`
  })
  const height = 24 + bars.length * 20
  return `<svg xmlns="http://www.w3.org/2000/svg" width="540" height="${height}" viewBox="0 0 540 ${height}" font-family="sans-serif" font-size="11">${rows.join('')}</svg>`
}
