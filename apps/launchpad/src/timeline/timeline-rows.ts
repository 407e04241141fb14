import type { StepStatus } from '../generated/graphql.ts'
import type { StepList, StepState } from './step-list.ts'

export type TimelineSort = 'plan' | 'start' | 'duration' | 'name'

export interface TimelineView {
  /** Ids of rows folded or unfolded against their default: graphs are open, mapped ops are folded. */
  readonly toggled: ReadonlySet<string>
  readonly hidden: ReadonlySet<StepStatus>
  /** Part of a step key; mapped ops open where it is inside them. */
  readonly search: string
  readonly sort: TimelineSort
}

interface RowPlace {
  readonly id: string
  readonly label: string
  /** From 1, as ARIA counts. */
  readonly level: number
  readonly position: number
  readonly siblings: number
}

export type TimelineRow =
  | (RowPlace & { readonly kind: 'step'; readonly step: StepState })
  | (RowPlace & { readonly kind: 'graph' | 'mapped'; readonly open: boolean; readonly steps: readonly StepState[] })

interface Branch {
  readonly id: string
  readonly label: string
  readonly kind: 'graph' | 'mapped'
  readonly children: Map<string, Branch | StepState>
}

const isBranch = (node: Branch | StepState): node is Branch => 'children' in node

/** The rows of a run's timeline: graphs as levels, copies of a mapped op under one row. */
export function timelineRows(list: StepList, view: TimelineView): readonly TimelineRow[] {
  const root: Branch = { id: '', label: '', kind: 'graph', children: new Map() }
  const search = view.search.toLowerCase()
  for (const key of list.order) {
    const step = list.byKey.get(key)
    if (!step || view.hidden.has(step.status) || !key.toLowerCase().includes(search)) continue
    addStep(root, step)
  }
  const rows: TimelineRow[] = []
  addRows(rows, root, 1, view)
  return rows
}

function addStep(root: Branch, step: StepState): void {
  const path = step.opKey.split('.')
  const opName = path.pop() ?? step.opKey
  let branch = root
  for (const name of path) branch = childBranch(branch, name, 'graph')
  if (step.mappingKey === null) {
    branch.children.set(opName, step)
    return
  }
  childBranch(branch, opName, 'mapped').children.set(step.mappingKey, step)
}

function childBranch(parent: Branch, name: string, kind: Branch['kind']): Branch {
  const known = parent.children.get(name)
  if (known && isBranch(known)) return known
  const branch: Branch = { id: parent.id === '' ? name : `${parent.id}.${name}`, label: name, kind, children: new Map() }
  parent.children.set(name, branch)
  return branch
}

function stepsUnder(branch: Branch): readonly StepState[] {
  return [...branch.children.values()].flatMap((child) => (isBranch(child) ? stepsUnder(child) : [child]))
}

function addRows(rows: TimelineRow[], branch: Branch, level: number, view: TimelineView): void {
  const children = sorted([...branch.children], branch.kind === 'mapped' && view.sort === 'plan' ? 'name' : view.sort)
  for (const [index, [label, child]] of children.entries()) {
    const place = {
      label: isBranch(child) ? child.label : stepLabel(label, child),
      level,
      position: index + 1,
      siblings: children.length,
    }
    if (!isBranch(child)) {
      rows.push({ ...place, kind: 'step', id: child.key, step: child })
      continue
    }
    const open = isOpen(child, view)
    rows.push({ ...place, kind: child.kind, id: child.id, open, steps: stepsUnder(child) })
    if (open) addRows(rows, child, level + 1, view)
  }
}

const stepLabel = (label: string, step: StepState): string => (step.mappingKey === null ? label : `[${step.mappingKey}]`)

function isOpen(branch: Branch, view: TimelineView): boolean {
  const byDefault = branch.kind === 'graph' || view.search !== ''
  return view.toggled.has(branch.id) ? !byDefault : byDefault
}

type Child = readonly [string, Branch | StepState]

const natural = new Intl.Collator('en', { numeric: true })

function sorted(children: readonly Child[], sort: TimelineSort): readonly Child[] {
  if (sort === 'plan') return children
  // The plan knows no order among the items of a mapped op; by name, item_2 comes before item_10.
  if (sort === 'name') return children.toSorted(([a], [b]) => natural.compare(a, b))
  const measure = sort === 'start' ? startOf : (node: Branch | StepState) => -durationOf(node)
  return children.toSorted(([, a], [, b]) => measure(a) - measure(b))
}

const firstStart = (step: StepState): number => step.attempts[0]?.startedAt ?? Number.MAX_SAFE_INTEGER
const startOf = (node: Branch | StepState): number =>
  isBranch(node)
    ? stepsUnder(node).reduce((least, step) => Math.min(least, firstStart(step)), Number.MAX_SAFE_INTEGER)
    : firstStart(node)

/** A step that still runs counts as longer than any that has ended. */
function durationOf(node: Branch | StepState): number {
  if (isBranch(node)) return stepsUnder(node).reduce((sum, step) => sum + durationOf(step), 0)
  const [first] = node.attempts
  if (!first) return -1
  const last = node.attempts.at(-1)
  return last?.endedAt == null ? Number.MAX_SAFE_INTEGER / 1e6 : last.endedAt - first.startedAt
}
