import type { RunStatus } from '@pawl/core/plugin'
import type { PreparedQuery } from './connections.ts'
import { fromSource, type RowSource, rowSource } from './row-columns.ts'
import * as columns from './write-columns.ts'
import { type AskedRow, type ChangeRow, NO_CHANGE, type WriteDraft } from './write-draft.ts'
import * as sql from './write-sql.ts'

/** What one statement writes, in a transaction of its own. */
export interface StatementInput {
  readonly asked: readonly AskedRow[]
  /**
   * `guard`: each row by its own guard, whatever comes of the others. `version`: every row has to be as it was read, or
   * nothing of the statement is written.
   */
  readonly fence: 'guard' | 'version'
  /** Whether a launch that meets a run with its id, key or place is passed over; otherwise the statement fails. */
  readonly passesOver: boolean
  readonly draft: WriteDraft
}

/** A run that was written: the answer of the statement. */
export interface WrittenRow {
  readonly ord: number
  readonly next_seq: number
  readonly epoch: number
  readonly status: RunStatus
}

type PartName = 'asked' | keyof WriteDraft
/** The parts of a statement that have rows. */
type Parts = ReadonlyMap<PartName, RowSource>

function askedRows({ asked, fence }: StatementInput): RowSource {
  if (asked.every(({ change }) => change === undefined)) return rowSource<AskedRow>(columns.ASKED_COLUMNS[fence], asked)
  const rows = asked.map((row) => ({ ...row, ...(row.change ?? NO_CHANGE) }))
  return rowSource<AskedRow & ChangeRow>(columns.ASKED_AND_CHANGED_COLUMNS[fence], rows)
}

function partsOf(input: StatementInput): Parts {
  const { launches, events, tags, steps, forgotten, outputs, plans, notifications } = input.draft
  const all: readonly [PartName, RowSource][] = [
    ['asked', askedRows(input)],
    ['launches', rowSource(columns.LAUNCH_COLUMNS, launches)],
    ['events', rowSource(columns.EVENT_COLUMNS, events)],
    ['tags', rowSource(columns.TAG_COLUMNS, tags)],
    ['steps', rowSource(columns.STEP_COLUMNS, [...steps.values()])],
    ['forgotten', rowSource(columns.FORGOTTEN_COLUMNS, [...forgotten.values()])],
    ['outputs', rowSource(columns.OUTPUT_COLUMNS, [...outputs.values()])],
    ['plans', rowSource(columns.PLAN_COLUMNS, plans)],
    ['notifications', rowSource(columns.NOTIFICATION_COLUMNS, notifications)],
  ]
  return new Map(all.filter(([, { rowCount }]) => rowCount > 0))
}

/** Inputs of one shape have one text. */
function shapeOf({ fence, passesOver }: StatementInput, parts: Parts): string {
  let shape = `${fence} ${passesOver}`
  for (const [name, { rowCount, names }] of parts) shape += ` ${name} ${names.length} ${rowCount > 1}`
  return shape
}

/** The `from` of each part, given the alias it is to have. */
function fromsOf(parts: Parts): (part: PartName, alias: string) => string {
  const firsts = new Map<PartName, number>()
  let parameters = 0
  for (const [name, { names }] of parts) {
    firsts.set(name, parameters + 1)
    parameters += names.length
  }
  return (part, alias) => {
    const source = parts.get(part)
    return source === undefined ? '' : fromSource(source, alias, firsts.get(part) ?? 1)
  }
}

function textOf({ fence, passesOver }: StatementInput, parts: Parts): string {
  const from = fromsOf(parts)
  const asked = parts.get('asked')
  const isAsked = asked !== undefined
  const isLaunching = parts.has('launches')
  const fenceOf = { by: fence, isChanging: asked?.names.includes('raises') ?? false, isOfSeveral: (asked?.rowCount ?? 0) > 1 }
  const made: Readonly<Record<PartName, () => readonly string[]>> = {
    asked: () => sql.fenced(from('asked', 'a'), fenceOf),
    launches: () => sql.launched(from('launches', 'l'), { ifFenced: isAsked, passesOver }),
    events: () => [sql.insertedEvents(from('events', 'e'))],
    tags: () => [sql.upsertedTags(from('tags', 't'))],
    steps: () => [sql.upsertedSteps(from('steps', 's'))],
    forgotten: () => [sql.forgottenOutputs(from('forgotten', 'g'), parts.has('outputs') ? from('outputs', 'n') : undefined)],
    outputs: () => [sql.upsertedOutputs(from('outputs', 'u'))],
    plans: () => [sql.insertedPlans(from('plans', 'p'))],
    notifications: () => [sql.insertedNotifications(from('notifications', 'm'))],
  }
  const runs = ['asked', 'launches'] as const
  const hanging = [...parts.keys()].filter((name) => name !== 'asked' && name !== 'launches')
  const steps = [
    ...runs.filter((name) => parts.has(name)).flatMap((name) => made[name]()),
    sql.written({ asked: isAsked, launches: isLaunching }),
    ...hanging.flatMap((name) => made[name]()),
  ]
  return `with ${steps.join(',\n')}\nselect ord, next_seq, epoch, status`
}

/** Makes the statement for an input. */
export type WriteStatements = (input: StatementInput) => PreparedQuery

/** Where listeners hear of the runs that are written, and who tells them. */
export interface Notifying {
  readonly channel: string
  readonly sender: string
}

/** The text of each shape is made once. */
export function writeStatements(notifying: Notifying | null): WriteStatements {
  const made = new Map<string, Omit<PreparedQuery, 'values'>>()
  return (input) => {
    const parts = partsOf(input)
    const shape = shapeOf(input, parts)
    const values: unknown[] = [...parts.values()].flatMap((source) => source.values())
    const first = values.length + 1
    const notify = notifying === null ? '' : `, pg_notify($${first}, $${first + 1}::text || ' ' || status || ' ' || id)`
    const statement = made.get(shape) ?? { name: `pawl_${made.size}`, text: `${textOf(input, parts)}${notify} from written` }
    made.set(shape, statement)
    if (notifying !== null) values.push(notifying.channel, notifying.sender)
    return { ...statement, values }
  }
}
