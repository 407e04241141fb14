import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

// What a browser has to load before it shows a page, against the budgets below; fails the build when one is over.

const dist = new URL('../dist/', import.meta.url)
const assets = readdirSync(new URL('assets/', dist))
const KB = 1024

const sizes = new Map(
  assets.map((name) => [name, gzipSync(readFileSync(new URL(`assets/${name}`, dist)), { level: 9 }).byteLength]),
)
const code = (name: string): string => readFileSync(new URL(`assets/${name}`, dist), 'utf8')

/** A file with everything it imports at once; what it imports later is another budget's business. */
function withStaticImports(name: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const [, imported = ''] of code(name).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
    withStaticImports(imported, seen)
  return seen
}

function chunk(start: string): string {
  const found = assets.filter((name) => name.startsWith(`${start}-`) && name.endsWith('.js'))
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`There should be one chunk "${start}", there are ${found.length}.`)
  return found[0]
}

const entry = withStaticImports(chunk('index'))
const total = (names: Iterable<string>): number => [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
const added = (...starts: readonly string[]): number =>
  total(new Set(starts.flatMap((start) => [...withStaticImports(chunk(start))]).filter((name) => !entry.has(name))))

const budgets = [
  { what: 'first route (runs)', bytes: total(entry) + added('runs-page'), limit: 230 * KB },
  { what: 'run page, besides', bytes: added('run-page'), limit: 80 * KB },
  { what: 'launchpad with editor, besides', bytes: added('launchpad-page', 'yaml-editor'), limit: 200 * KB },
  { what: 'graph with worker, besides', bytes: added('job-graph', 'graph-layout.worker'), limit: 90 * KB },
]

for (const { what, bytes, limit } of budgets) {
  console.log(`${what.padEnd(32)} ${(bytes / KB).toFixed(1).padStart(6)} KB gzip of ${limit / KB}`)
}
const over = budgets.filter(({ bytes, limit }) => bytes > limit)
if (over.length > 0) {
  console.error(`Over budget: ${over.map(({ what }) => what).join(', ')}.`)
  process.exitCode = 1
}
