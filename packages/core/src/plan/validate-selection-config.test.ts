import { expect, test } from 'vitest'
import { errors, messages, report, right } from '../../test/report-job.ts'
import { buildPlan } from './build-plan.ts'
import type { RunConfigOptions } from './validate-run-config.ts'

const selecting = (keys: string[], inputsFromRun = false): RunConfigOptions => ({
  selection: { plan: buildPlan(report).plan, keys: new Set(keys), inputsFromRun },
})

test('only what the selected steps need is required', async () => {
  expect(await errors({}, selecting(['plain']))).toEqual([])
  expect(await errors({}, selecting(['fetch_rows']))).toEqual([
    'ops.fetch_rows.config.path MISSING_FIELD',
    'resources.db.config.host MISSING_FIELD',
  ])
  expect(await errors({}, selecting(['prepare.greet']))).toEqual(['ops.prepare.inputs.title MISSING_FIELD'])
})

test('config of what is not selected is allowed and ignored, but names are not', async () => {
  expect(await errors(right, selecting(['plain']))).toEqual([])
  expect(
    await errors({ ops: { fetch_rows: { config: { nonsense: true } }, prepare: { ops: { clean: 5 } } } }, selecting(['plain'])),
  ).toEqual([])
  expect(await errors({ ops: { fetch_row: {}, prepare: { ops: { cleen: {} } } } }, selecting(['plain']))).toEqual([
    'ops.fetch_row UNKNOWN_FIELD',
    'ops.prepare.ops.cleen UNKNOWN_FIELD',
  ])
})

test('an input whose producer is left out is named, with the ways to fill it', async () => {
  const document = { ops: { prepare: { ops: { clean: { config: { strict: true } } } } } }
  expect(await messages(document, selecting(['prepare.clean']))).toEqual([
    'The input "rows" of "clean" comes from "fetch_rows", which the selection leaves out. Select that too, name a run to take it from, or give it as ops.prepare.ops.clean.inputs.rows.',
  ])
  expect(await errors(document, selecting(['prepare.clean'], true))).toEqual([])
})

test('its value may be given by the run config, and is checked', async () => {
  const give = (rows: unknown): unknown => ({
    ops: { prepare: { ops: { clean: { config: { strict: true }, inputs: { rows } } } } },
  })
  expect(await errors(give(['a']), selecting(['prepare.clean']))).toEqual([])
  expect(await errors(give([5]), selecting(['prepare.clean']))).toEqual(['ops.prepare.ops.clean.inputs.rows.0 TYPE_MISMATCH'])
  expect(await errors(give(['a']), selecting(['fetch_rows', 'prepare.clean', 'prepare.greet']))).toContain(
    'ops.prepare.ops.clean.inputs.rows UNKNOWN_FIELD',
  )
})

test('a mapped step without the step that makes its items cannot run', async () => {
  expect(await messages({}, selecting(['sum']))).toEqual([
    '"sum" runs once for each item that "split" makes, which the selection leaves out. Select that too, or name a run to take it from.',
  ])
  expect(await errors({}, selecting(['sum'], true))).toEqual([])
})
