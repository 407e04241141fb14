import type { RunStatus } from '@pawl/core/plugin'
import type { PreparedQuery } from './connections.ts'
import { type RowSource, rowSource, unnested } from './row-columns.ts'
import * as columns from './write-columns.ts'
import { type AskedRow, NO_CHANGE, type WriteDraft } from './write-draft.ts'
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

type Sources = Readonly<Record<'asked' | keyof WriteDraft, RowSource>>

function askedRows({ asked, fence }: StatementInput): RowSource {
  const types = { ...columns.RUN_TYPES, ...(fence === 'guard' ? columns.GUARD_TYPES : columns.VERSION_TYPES) }
  if (asked.every(({ change }) => change === undefined)) return rowSource(types, asked)
  const rows = asked.map((row) => ({ ...row, ...(row.change ?? NO_CHANGE) }))
  return rowSource({ ...types, ...columns.CHANGE_TYPES }, rows)
}

const sourcesOf = (input: StatementInput): Sources => ({
  asked: askedRows(input),
  launches: rowSource(columns.LAUNCH_TYPES, input.draft.launches),
  events: rowSource(columns.EVENT_TYPES, input.draft.events),
  tags: rowSource(columns.TAG_TYPES, input.draft.tags),
  steps: rowSource(columns.STEP_TYPES, [...input.draft.steps.values()]),
  forgotten: rowSource(columns.FORGOTTEN_TYPES, [...input.draft.forgotten.values()]),
  outputs: rowSource(columns.OUTPUT_TYPES, [...input.draft.outputs.values()]),
  plans: rowSource(columns.PLAN_TYPES, input.draft.plans),
})

const rowCount = ({ arrays: [first] }: RowSource): number => first?.length ?? 0
const present = (sources: Sources): RowSource[] => Object.values(sources).filter((source) => rowCount(source) > 0)

/** Two inputs of one shape have one text. */
function shapeOf({ fence, passesOver }: StatementInput, sources: Sources): string {
  const parts = Object.entries(sources).map(([name, source]) => (rowCount(source) > 0 ? `${name} ${source.columns.length}` : ''))
  return [fence, passesOver, rowCount(sources.asked) > 1, ...parts].join()
}

function textOf({ fence, passesOver }: StatementInput, sources: Sources, notifies: boolean): string {
  let parameters = 0
  const froms = new Map<RowSource, (alias: string) => string>()
  for (const source of present(sources)) {
    const first = parameters + 1
    parameters += source.columns.length
    froms.set(source, (alias) => unnested(source, alias, first))
  }
  const { asked, launches, events, tags, steps, forgotten, outputs, plans } = sources
  const isThere = (source: RowSource): boolean => froms.has(source)
  const from = (source: RowSource, alias: string): string => froms.get(source)?.(alias) ?? ''
  const fenceOf = { by: fence, isChanging: asked.columns.includes('raises'), isOfSeveral: rowCount(asked) > 1 }
  const parts = [
    ...(isThere(asked) ? sql.fenced(from(asked, 'a'), fenceOf) : []),
    ...(isThere(launches) ? sql.launched(from(launches, 'l'), { ifFenced: isThere(asked), passesOver }) : []),
    sql.written({ asked: isThere(asked), launches: isThere(launches) }),
    ...(isThere(events) ? [sql.insertedEvents(from(events, 'e'))] : []),
    ...(isThere(tags) ? [sql.upsertedTags(from(tags, 't'))] : []),
    ...(isThere(steps) ? [sql.upsertedSteps(from(steps, 's'))] : []),
    ...(isThere(forgotten)
      ? [sql.forgottenOutputs(from(forgotten, 'g'), isThere(outputs) ? from(outputs, 'n') : undefined)]
      : []),
    ...(isThere(outputs) ? [sql.upsertedOutputs(from(outputs, 'u'))] : []),
    ...(isThere(plans) ? [sql.insertedPlans(from(plans, 'p'))] : []),
  ]
  const notify = notifies ? `, pg_notify($${parameters + 1}, id)` : ''
  return `with ${parts.join(',\n')}\nselect ord, next_seq, epoch, status${notify} from written`
}

/** Makes the statement for an input. */
export type WriteStatements = (input: StatementInput) => PreparedQuery

/** The text of each shape is made once. `channel` is where listeners hear of the runs that are written. */
export function writeStatements(channel: string | null): WriteStatements {
  const made = new Map<string, Omit<PreparedQuery, 'values'>>()
  return (input) => {
    const sources = sourcesOf(input)
    const shape = shapeOf(input, sources)
    const statement = made.get(shape) ?? { name: `pawl_${made.size}`, text: textOf(input, sources, channel !== null) }
    made.set(shape, statement)
    const arrays: unknown[] = present(sources).flatMap((source) => source.arrays)
    return { ...statement, values: channel === null ? arrays : [...arrays, channel] }
  }
}
