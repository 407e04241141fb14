import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { launch, waitForEnd } from './graphql.ts'
import { useLaunchpad } from './launchpad-fixture.ts'

const launchpad = useLaunchpad()
const runs = { harvest: '', forecast: '', irrigate: '' }

beforeAll(async () => {
  for (const name of ['harvest', 'forecast', 'irrigate'] as const) runs[name] = await launch(launchpad.url, name)
  await waitForEnd(launchpad.url, runs.harvest)
  await waitForEnd(launchpad.url, runs.forecast)
})

/** Every route, with a text that is there once it has loaded, and what to open on it. */
const ROUTES: readonly (readonly [path: () => string, text: string, open?: (page: Page) => Promise<void>])[] = [
  [() => '/', 'In progress'],
  [() => '/jobs', 'Picks every row of the orchard'],
  [() => '/jobs/orchard/harvest?op=pick_row', 'Picks one row; a ladder breaks now and then.'],
  [() => '/jobs/orchard/harvest?view=list', 'rows: collected from pick_row'],
  [() => '/jobs/orchard/harvest/launchpad', 'Config valid'],
  [() => '/runs', 'Duration'],
  [() => `/runs/${runs.harvest}`, 'The run was queued.'],
  [() => `/runs/${runs.harvest}?tab=outputs`, 'report.summary'],
  [() => `/runs/${runs.harvest}?tab=stdout&step=count_trees`, 'counted'],
  [() => `/runs/${runs.harvest}?tab=config`, 'Priority'],
  [() => `/runs/${runs.forecast}`, 'The run was queued.'],
  [() => `/runs/${runs.irrigate}`, 'valves open for'],
  [() => `/runs/${runs.forecast}?tab=attempts&step=fit_model`, 'First run'],
  [
    () => `/runs/${runs.forecast}`,
    'The run was queued.',
    (page) => page.getByRole('button', { name: 'More ways to run it again' }).click(),
  ],
  [() => `/runs/${runs.forecast}?reexecute=FROM_FAILURE`, '2 steps run, 1 is reused.', openMarkForm],
  [
    () => `/runs/${runs.forecast}?reexecute=SELECTED&step=publish`,
    '2 steps run, 1 is reused.',
    (page) => page.getByRole('dialog').getByRole('tab', { name: 'Config' }).click(),
  ],
  [() => '/deployment/locations', 'The price list is missing'],
  [() => '/settings', 'Time zone'],
  [() => '/nowhere', 'Nothing lives at this address.'],
]

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

async function openMarkForm(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('row', { name: /^fit_model/ }).click()
  await dialog.getByRole('button', { name: 'Mark as done…' }).click()
  await dialog.getByRole('button', { name: 'Mark as done', exact: true }).click()
  await dialog.getByRole('alert').waitFor()
}

type Theme = 'light' | 'dark'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** In light all there is to look at; in dark what only the colours decide. */
const RULES = {
  light: { type: 'tag', values: STANDARDS },
  dark: { type: 'rule', values: ['color-contrast'] },
} as const satisfies Record<Theme, object>

async function violations(page: Page, theme: Theme): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  const result = await page.evaluate<AxeResult>(
    // What is behind a dialog is not to be reached, and has been looked at by itself.
    `axe.run(document.querySelector('dialog[open]') ?? document, ${JSON.stringify({ runOnly: RULES[theme] })})`,
  )
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${theme} ${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}

test('no page has anything that axe objects to in light or dark, and none complains', { timeout: 240_000 }, async () => {
  await using watched = await launchpad.open()
  const found: string[] = []
  for (const [path, text, open] of ROUTES) {
    await watched.page.goto(launchpad.url + path())
    await watched.page.getByText(text).first().waitFor()
    await open?.(watched.page)
    // What is being refreshed is dimmed, and not to be read.
    await watched.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    // By the debugger: the CSP lets no page run what it was not served with.
    await watched.page.evaluate(axe.source)
    for (const theme of ['light', 'dark'] as const) {
      for (const violation of await violations(watched.page, theme)) found.push(`${path()} ${violation}`)
    }
  }
  expect(found).toEqual([])
  expect(watched.complaints).toEqual([])
})

test('at 320 pixels no page scrolls sideways', { timeout: 60_000 }, async () => {
  await using watched = await launchpad.open({ width: 320, height: 700 })
  const tooWide: string[] = []
  for (const [path, text] of ROUTES) {
    await watched.page.goto(launchpad.url + path())
    await watched.page.getByText(text).first().waitFor({ state: 'attached' })
    const over = await watched.page.evaluate(() => {
      const main = document.querySelector('main')
      return document.documentElement.scrollWidth - innerWidth + Math.max(0, (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0))
    })
    if (over > 0) tooWide.push(`${path()} by ${over}`)
  }
  expect(tooWide).toEqual([])
})

test('the way from a job to the failure of its run needs only the keyboard', { timeout: 60_000 }, async () => {
  await using watched = await launchpad.open()
  const { page } = watched
  await page.goto(`${launchpad.url}/jobs`)
  await page.getByRole('link', { name: 'Launch forecast' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Launch forecast')
  await page.keyboard.press('Enter')
  await page.getByText('Config valid').waitFor()
  await tabTo(page, 'Run config, YAML')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/runs\//)
  await page.getByText('Step fit_model failed in attempt 2', { exact: true }).waitFor()
  await tabTo(page, 'Its stderr')
  await page.keyboard.press('Enter')
  await page.getByText('fit_model has printed nothing to stderr.').waitFor()
  await tabTo(page, 'Steps')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByText('sensor 4 is silent').waitFor()
})

/** Presses Tab until what has this name holds the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    )
    if (focused.trim() === name) return
  }
  throw new Error(`"${name}" was not reached by Tab.`)
}
