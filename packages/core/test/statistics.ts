/** How often something has been seen, of how many cases. */
export class Statistics {
  readonly #counts: Map<string, number> = new Map()
  #cases = 0

  add(seen: ReadonlySet<string>): void {
    this.#cases++
    for (const what of seen) this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  percent(what: string): number {
    return Math.round((100 * (this.#counts.get(what) ?? 0)) / Math.max(1, this.#cases))
  }

  print(title: string): void {
    const shares = [...this.#counts.keys()].sort().map((what) => `${what} ${this.percent(what)} %`)
    process.stdout.write(`${title}: ${this.#cases} cases; ${shares.join(', ')}\n`)
  }
}
