import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** What every step leaves in the log, and how large an event is. */
const EVENTS_PER_STEP = 6
const EVENT_BYTES = 300
const STEP_UPSERTS = 2

const SCHEMA = `
  create table runs (id text primary key, epoch integer not null, next_seq integer not null, last_batch integer not null, status text not null);
  create table events (run_id text not null, seq integer not null, type text not null, v integer not null, at integer not null,
    step_key text, attempt integer, payload text not null, primary key (run_id, seq)) without rowid;
  create table steps (run_id text not null, step_key text not null, status text not null, attempts integer not null, at integer not null,
    primary key (run_id, step_key)) without rowid;
`

/**
 * The least that any framework would have to do for the same promises, in one process and with synchronous calls only: a durable
 * transaction for each advance of a run (WAL, synchronous=FULL, fenced, with its events and step rows), and each output written
 * atomically and checked when it is read. It has no scheduling, no isolation, no typing and no retries, and is the measure of what those cost.
 */
export class Floor {
  readonly #db: Database.Database
  readonly #directory: string
  readonly #statements: Record<'insertRun' | 'fence' | 'event' | 'step' | 'begin' | 'commit', Database.Statement>
  readonly #payload = JSON.stringify({ text: 'x'.repeat(EVENT_BYTES - 11) })

  /** Works in a fresh folder. */
  constructor(directory: string) {
    this.#directory = directory
    mkdirSync(directory, { recursive: true })
    this.#db = new Database(join(directory, 'floor.db'))
    this.#db.pragma('journal_mode = WAL')
    this.#db.pragma('synchronous = FULL')
    this.#db.exec(SCHEMA)
    this.#statements = {
      insertRun: this.#db.prepare("insert into runs values (?, 1, 1, 0, 'STARTED')"),
      fence: this.#db.prepare(
        "update runs set next_seq = next_seq + ?, last_batch = last_batch + 1 where id = ? and epoch = 1 and status not in ('SUCCESS', 'FAILURE', 'CANCELED') returning next_seq",
      ),
      event: this.#db.prepare('insert into events values (?, ?, ?, 1, ?, ?, 1, ?)'),
      step: this.#db.prepare(
        'insert into steps values (?, ?, ?, 1, ?) on conflict (run_id, step_key) do update set status = excluded.status, at = excluded.at',
      ),
      begin: this.#db.prepare('begin immediate'),
      commit: this.#db.prepare('commit'),
    }
  }

  close(): void {
    this.#db.close()
  }

  /** One run after the other: steps + 1 transactions and as many outputs as steps. */
  chain(steps: number): void {
    const runId = this.#newRun()
    this.#transaction([{ runId, steps: 1, tag: 'start' }])
    for (let step = 0; step < steps; step++) {
      this.#output(runId, `step_${step}`, 'result')
      this.#transaction([{ runId, steps: 1, tag: `step_${step}` }])
    }
  }

  /** A dynamic output of many items, a step for each of them, `atOnce` steps to a transaction, and one that reads them all. */
  mapped(items: number, atOnce: number): void {
    const runId = this.#newRun()
    this.#transaction([{ runId, steps: 1, tag: 'start' }])
    for (let item = 0; item < items; item++) this.#output(runId, 'split', `item_${item}`)
    this.#transaction([{ runId, steps: 1, tag: 'split', itemEvents: items }])
    for (let from = 0; from < items; from += atOnce) {
      const count = Math.min(atOnce, items - from)
      for (let step = 0; step < count; step++) this.#output(runId, `double_${from + step}`, 'result')
      this.#transaction([{ runId, steps: count, tag: `double_${from}` }])
    }
    this.#output(runId, 'sum', 'result')
    this.#transaction([{ runId, steps: 1, tag: 'sum' }])
  }

  /** Many short runs, `atOnce` of them advancing together: what waits shares a transaction. */
  runs(count: number, steps: number, atOnce: number): void {
    for (let from = 0; from < count; from += atOnce) {
      const ids = Array.from({ length: Math.min(atOnce, count - from) }, () => this.#newRun())
      this.#transaction(ids.map((runId) => ({ runId, steps: 1, tag: 'start' })))
      for (let step = 0; step < steps; step++) {
        for (const runId of ids) this.#output(runId, `step_${step}`, 'result')
        this.#transaction(ids.map((runId) => ({ runId, steps: 1, tag: `step_${step}` })))
      }
    }
  }

  #newRun(): string {
    const runId = randomUUID()
    this.#statements.insertRun.run(runId)
    return runId
  }

  #transaction(advances: readonly { runId: string; steps: number; tag: string; itemEvents?: number }[]): void {
    const { begin, commit, fence, event, step } = this.#statements
    begin.run()
    for (const { runId, steps, tag, itemEvents = 0 } of advances) {
      const events = steps * EVENTS_PER_STEP + itemEvents
      const { next_seq: nextSeq } = fence.get(events, runId) as { next_seq: number }
      const now = Date.now()
      for (let index = 0; index < events; index++)
        event.run(runId, nextSeq - events + index, 'STEP_EVENT', now, tag, this.#payload)
      for (let index = 0; index < steps * STEP_UPSERTS; index++) step.run(runId, `${tag}_${index}`, 'SUCCESS', now)
    }
    commit.run()
  }

  #output(runId: string, step: string, name: string): void {
    const directory = join(this.#directory, runId, step)
    mkdirSync(directory, { recursive: true })
    const path = join(directory, `${name}.json`)
    const content = Buffer.from('12345')
    const written = createHash('sha256').update(content).digest('hex')
    writeFileSync(`${path}.tmp`, content)
    renameSync(`${path}.tmp`, path)
    const read = createHash('sha256').update(readFileSync(path)).digest('hex')
    if (read !== written) throw new Error(`${path} is not what was written`)
  }
}
