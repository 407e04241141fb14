import { beforeEach, expect, test } from 'vitest'
import type { Run } from '../run/run.ts'
import type { OutputRecord } from '../run/step-record.ts'
import type { DeletedRun } from '../storage/run-deletion.ts'
import { type DeletionEnvironment, deleteRun, type OutputsOfRun } from './delete-run.ts'

const RUN_ID = '01900000-0000-7000-8000-000000000000'
const OTHER_ID = '01900000-0000-7000-8000-000000000001'
const run = { runId: RUN_ID, status: 'FAILURE', locationName: 'main' } as Run

let did: string[]
let asked: OutputsOfRun[]
beforeEach(() => {
  did = []
  asked = []
})

const environment = (deleted: DeletedRun, changes: Partial<DeletionEnvironment> = {}): DeletionEnvironment => ({
  deletion: {
    async deleteRun() {
      did.push('rows')
      return deleted
    },
  },
  locations: {
    async deleteOutputs(outputs) {
      did.push('outputs')
      asked.push(outputs)
      return []
    },
  },
  capturedLogs: {
    deleteLogs: async () => void did.push('logs'),
    deleteAttachments: async () => void did.push('attachments'),
  },
  hints: { notify: () => void did.push('hint') },
  ...changes,
})

const outputs = (count: number): readonly OutputRecord[] =>
  Array.from({ length: count }, (_, index) => ({ stepKey: `s${index}` }) as OutputRecord)
const gone = (count: number, keptOutputs = 0): DeletedRun => ({ kind: 'deleted', run, unused: outputs(count), keptOutputs })

test('first goes what the storage has of it, then its files, its outputs some at a time', async () => {
  expect(await deleteRun(environment(gone(450)), RUN_ID)).toEqual({
    kind: 'deleted',
    runId: RUN_ID,
    keptOutputs: 0,
    warnings: [],
  })
  expect(did).toEqual(['rows', 'outputs', 'outputs', 'outputs', 'logs', 'attachments', 'hint'])
  expect(asked.map((one) => [one.locationName, one.outputs.length])).toEqual([
    ['main', 200],
    ['main', 200],
    ['main', 50],
  ])
})

test('the attachments of outputs that are kept are kept', async () => {
  expect(await deleteRun(environment(gone(0, 2)), RUN_ID)).toMatchObject({ keptOutputs: 2 })
  expect(did).toEqual(['rows', 'logs', 'hint'])
})

test('what cannot be removed is told, and nothing else stays for it', async () => {
  const locations = { deleteOutputs: () => Promise.reject(new Error('Location "main" could not be loaded.')) }
  const capturedLogs = {
    deleteLogs: () => Promise.reject(new Error('EACCES')),
    deleteAttachments: async () => void did.push('attachments'),
  }
  expect(await deleteRun(environment(gone(3), { locations, capturedLogs }), RUN_ID)).toMatchObject({
    kind: 'deleted',
    warnings: [
      '3 outputs stay where they were stored: Location "main" could not be loaded.',
      'Its captured logs could not be deleted: EACCES',
    ],
  })
  expect(did).toEqual(['rows', 'attachments', 'hint'])
})

test('what the storage refuses is refused, and no file is touched', async () => {
  const outcome = (deleted: DeletedRun) => deleteRun(environment(deleted), RUN_ID)
  expect(await outcome({ kind: 'unfinished', run: { ...run, status: 'STARTED' } as Run })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('it is STARTED'),
  })
  expect(await outcome({ kind: 'needed', run, by: OTHER_ID })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining(OTHER_ID),
  })
  expect(await outcome({ kind: 'unknown' })).toMatchObject({ kind: 'unknown-run', runId: RUN_ID })
  expect(did).toEqual(['rows', 'rows', 'rows'])
  // A name that could lead out of a folder never gets as far as a folder.
  expect(await deleteRun(environment(gone(0)), '../elsewhere')).toMatchObject({ kind: 'unknown-run' })
  expect(did).toHaveLength(3)
})
