import { expect, test } from 'vitest'
import { resolveConfig } from '../packages/daemon/src/config/load-config.ts'
import type { EndedRun } from '../packages/daemon/src/notifications/ended-run.ts'
import { type RunEndDocument, runEndDocument } from '../packages/daemon/src/notifications/run-end-document.ts'
import { readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

const page = readPage('docs/notifications.md')

test('a webhook has the options of the table with their defaults', () => {
  const { webhooks } = resolveConfig({ notifications: { webhook: { url: 'https://example.com/' } } }, 'it').notifications
  const [webhook] = webhooks
  const rows = allRows(page.text, 'option').map(([option = '', given = '']) => [unquoted(option), unquoted(given)])
  expect(Object.fromEntries(rows)).toEqual({
    url: '',
    name: 'made of the url',
    headers: JSON.stringify(webhook?.headers),
    on: JSON.stringify(webhook?.on).replaceAll('"', "'").replace(',', ', '),
    evenIfRetried: String(webhook?.evenIfRetried),
  })
})

test('the document is the one that is posted', () => {
  const shown = JSON.parse(page.blocks.find(({ language }) => language === 'json')?.text ?? '{}') as RunEndDocument
  // The row of such a run has all that is told of it, under the same names.
  const ended = { ...shown, run: shown.run } as unknown as EndedRun
  const { deliveryId, willRetry } = shown
  expect(runEndDocument(ended, { deliveryId, end: 'failure', willRetry, launchpadUrl: 'https://pawl.example.com/' })).toEqual(
    shown,
  )
})
