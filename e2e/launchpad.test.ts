import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ask, launch, waitForEnd } from './graphql.ts'
import { useLaunchpad } from './launchpad-fixture.ts'

const launchpad = useLaunchpad()

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Run config, YAML' })

async function typeConfig(page: Page, text: string): Promise<void> {
  await editorOf(page).click()
  await page.keyboard.press('Control+A')
  // At once, as pasting does: typing would have the editor indent on its own.
  await page.keyboard.insertText(text)
}

test('the job list leads from a job to its graph, and says in words what an op does', async () => {
  await launchpad.onPage('/jobs', async (page) => {
    await page.getByText('The location "broken" could not be loaded.').waitFor()
    await page.getByRole('link', { name: 'harvest', exact: true }).click()
    await page.getByRole('group', { name: 'Op pick_row, runs for each item' }).click()
    await page.getByText('up to 2 retries, after 0.2 s').waitFor()
    expect(page.url()).toContain('op=pick_row')
    await page.getByRole('button', { name: 'List' }).click()
    await page.getByRole('cell', { name: 'rows: collected from pick_row' }).waitFor()
  })
})

test('a config is checked by the server, and a misspelled key is mended without touching the rest', async () => {
  await launchpad.onPage('/jobs/orchard/harvest/launchpad', async (page) => {
    await typeConfig(page, 'ops:\n  count_tres: # mine\n    config:\n      rows: 3\n')
    await page.getByText('2:3').waitFor()
    const launchButton = page.getByRole('button', { name: 'Launch', exact: true })
    await page
      .getByText('The config has a problem.')
      .or(page.locator('button[title="The config has a problem."]'))
      .first()
      .waitFor()
    expect(await launchButton.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: 'Change to "count_trees"' }).first().click()
    await page.getByText('Config valid').waitFor()
    expect(await editorOf(page).textContent()).toContain('count_trees: # mine')
  })
})

test('keys and values are completed from the schema of the job', async () => {
  await launchpad.onPage('/jobs/orchard/harvest/launchpad', async (page) => {
    await typeConfig(page, 'ops:\n  count_trees:\n    config:\n      ')
    await page.keyboard.press('Control+Space')
    const options = page.getByRole('listbox').getByRole('option')
    await options.filter({ hasText: 'season' }).waitFor()
    expect(await options.allInnerTexts()).toHaveLength(4)
    await page.keyboard.type('sea')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Space')
    await page.getByRole('option', { name: 'spring' }).click()
    expect(await editorOf(page).textContent()).toContain('season: spring')
  })
})

test('the whole config can be written out, and undo brings the own text back', async () => {
  await launchpad.onPage('/jobs/orchard/harvest/launchpad', async (page) => {
    await typeConfig(page, '# my own\n')
    await page.getByRole('button', { name: 'Scaffold default config' }).click()
    await page.getByText('Config valid').waitFor()
    expect(await editorOf(page).textContent()).toContain('rows: 24')
    await editorOf(page).click()
    await page.keyboard.press('Control+Z')
    expect(await editorOf(page).textContent()).toContain('# my own')
  })
})

test('an op selection says how many ops it takes, and where it is wrong', async () => {
  await launchpad.onPage('/jobs/orchard/harvest/launchpad', async (page) => {
    const ops = page.getByLabel('Ops', { exact: true })
    await ops.fill('count_trees, split_rows')
    await page.getByText('2 of 7 ops').first().waitFor()
    await ops.fill('count_trees, splt_rows')
    await page.locator('mark', { hasText: 'splt_rows' }).waitFor()
  })
})

test('a draft is still there after the page was closed', async () => {
  await launchpad.onPage('/jobs/orchard/irrigate/launchpad', async (page) => {
    await typeConfig(page, 'ops:\n  water:\n    config:\n      seconds: 77\n')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByLabel('Key of tag 1').fill('shift')
    await page.getByLabel('Value of tag 1').fill('night')
    await page.getByText('kept in this browser').waitFor()
    await page.goto(`${launchpad.url}/jobs`)
    await page.getByRole('heading', { name: 'Jobs' }).waitFor()
    await page.goto(`${launchpad.url}/jobs/orchard/irrigate/launchpad`)
    await page.getByText('seconds: 77').waitFor()
    expect(await page.getByLabel('Value of tag 1').inputValue()).toBe('night')
  })
})

test('a launch by keyboard opens the run, which is live to its end: attempts are bars, copies of a mapped step are one row', async () => {
  await launchpad.onPage('/jobs/orchard/harvest/launchpad', async (page) => {
    await typeConfig(page, 'ops:\n  count_trees:\n    config:\n      rows: 12\n')
    await page.getByText('Config valid').waitFor()
    await editorOf(page).click()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}/)
    await page.getByText(/^Succeeded in .*: 18 of 18 steps done\.$/).waitFor()
    const steps = page.getByRole('treegrid', { name: 'Steps' })
    const weather = steps.getByRole('row', { name: /^step ask_weather, attempt 3 of 3/ })
    expect(await weather.locator('[title^="Attempt"]').count()).toBe(3)
    expect(await weather.locator('[title^="Waits"]').count()).toBe(2)
    const mapped = steps.getByRole('row', { name: /^mapped step pick_row, 12 steps: 12 succeeded$/ })
    expect(await mapped.getAttribute('aria-expanded')).toBe('false')
    await mapped.click()
    await steps.getByRole('row', { name: /^step pick_row\[row_07\], attempt 2 of 2/ }).waitFor()
    await page.getByText('The run succeeded').waitFor()
  })
})

test('pressing twice launches once', async () => {
  const count = async (): Promise<number> =>
    (
      await ask<{ runsOrError: { count: number } }>(
        launchpad.url,
        '{ runsOrError(filter: { jobName: "chatter" }) { ... on Runs { count } } }',
      )
    ).runsOrError.count
  const before = await count()
  await launchpad.onPage('/jobs/orchard/chatter/launchpad', async (page) => {
    await typeConfig(page, 'ops:\n  talk:\n    config:\n      lines: 5\n')
    await page.getByText('Config valid').waitFor()
    await page.getByRole('button', { name: 'Launch', exact: true }).dblclick()
    await page.waitForURL(/\/runs\//)
    await page.getByText(/^Succeeded/).waitFor()
  })
  expect(await count()).toBe(before + 1)
})

test('outputs show what their steps told of them: a plot, a table, markdown that stays text', async () => {
  const id = await launch(launchpad.url, 'harvest', { config: { ops: { count_trees: { config: { rows: 3 } } } } })
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}?tab=outputs`, async (page) => {
    const plot = page.getByRole('img', { name: 'chart' })
    await plot.waitFor()
    expect(await plot.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBe(540)
    await page.getByRole('cell', { name: 'row_02' }).waitFor()
    await page.getByText('<b>no HTML here</b>').waitFor()
    await page.getByRole('link', { name: 'https://example.com/prices' }).waitFor()
  })
})

test('what a step printed is shown by attempt, in colour, with progress bars folded to their end', async () => {
  const id = await launch(launchpad.url, 'harvest', { config: { ops: { count_trees: { config: { rows: 2 } } } } })
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}?tab=stdout&step=count_trees`, async (page) => {
    const text = page.getByRole('region', { name: 'Printed text' })
    await text.getByText('counting').waitFor()
    const shown = await text.textContent()
    expect(shown).toContain('100%')
    expect(shown).not.toContain('95%')
    expect(await text.getByText('counted', { exact: true }).evaluate((span) => getComputedStyle(span).color)).toBe(
      'rgb(26, 112, 55)',
    )
    await page.getByRole('tab', { name: 'stderr' }).click()
    await page.getByText('the label of tree 3 is unreadable').waitFor()
  })
})

test('a failed run begins with its failure, and leads to the events of its step', async () => {
  const id = await launch(launchpad.url, 'forecast')
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    const card = page.getByRole('alert')
    await card.getByText('Step fit_model failed in attempt 2').waitFor()
    await card.getByText('Singular matrix: 3 rows, rank 1').waitFor()
    await card.getByRole('button', { name: 'Its events' }).click()
    expect(page.url()).toContain('step=fit_model')
    const events = page.getByRole('grid', { name: 'Events' })
    await events.getByRole('row').filter({ hasText: 'STEP_FAILURE' }).click()
    await page.getByText('Fields', { exact: true }).click()
    await page.getByText('"permanent"').waitFor()
    expect(page.url()).toContain('event=')
  })
})

test('events are filtered by the server, and what is hidden is counted', async () => {
  const id = await launch(launchpad.url, 'forecast')
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    const events = page.getByRole('grid', { name: 'Events' })
    await events.getByText('RUN_ENQUEUED').waitFor()
    await page.getByRole('button', { name: 'Only problems' }).click()
    await events.getByText('RUN_ENQUEUED').waitFor({ state: 'detached' })
    await page.getByText(/^\d+ hidden/).waitFor()
    await page.getByLabel('Find in events').fill('no such text')
    await page.getByText('No event matches this filter.').waitFor()
    await page.getByRole('button', { name: 'Show all events' }).click()
    await events.getByText('RUN_ENQUEUED').waitFor()
  })
})

test('a run is terminated after a question', async () => {
  const id = await launch(launchpad.url, 'irrigate')
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    await page.getByRole('grid', { name: 'Events' }).getByText('valves open for 1 s').waitFor()
    await page.getByRole('button', { name: 'Terminate…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('button', { name: 'Terminate…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terminate' }).click()
    await page.getByText(/^Canceled after/).waitFor()
    await page.getByRole('row', { name: /^step water, interrupted|^step water, .*failed/ }).waitFor()
  })
  expect(await waitForEnd(launchpad.url, id)).toBe('CANCELED')
})

test('the filter of the runs list is in the URL, new runs come by themselves, and Back goes back', async () => {
  const id = await launch(launchpad.url, 'forecast', { tags: [{ key: 'shift', value: 'late' }] })
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage('/runs?tag=shift%3Dlate', async (page) => {
    const rows = page.getByRole('table', { name: 'Runs, newest first' }).locator('tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(1)
    await launch(launchpad.url, 'forecast', { tags: [{ key: 'shift', value: 'late' }] })
    await page.getByText('2 runs').waitFor()
    await page.getByRole('button', { name: 'Succeeded' }).click()
    await page.getByText('No run matches this filter.').waitFor()
    expect(page.url()).toContain('status=SUCCESS')
    await page.getByRole('button', { name: 'Succeeded' }).click()
    await rows.first().getByRole('link').first().click()
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}/)
    await page.goBack()
    await page.getByText('2 runs').waitFor()
    expect(page.url()).toContain('tag=shift%3Dlate')
  })
})

test('a run is launched again from its own config and tags', async () => {
  const id = await launch(launchpad.url, 'chatter', {
    config: { ops: { talk: { config: { lines: 9 } } } },
    tags: [{ key: 'shift', value: 'early' }],
  })
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    await page.getByRole('button', { name: 'More ways to run it again' }).click()
    await page.getByRole('menuitem', { name: 'Open in launchpad with this config' }).click()
    await page.getByText('lines: 9').waitFor()
    expect(await page.getByLabel('Value of tag 1').inputValue()).toBe('early')
    expect(page.url()).toContain('draft=run-')
  })
})

test('what does not exist says so and leads on', async () => {
  await launchpad.onPage('/runs/00000000-0000-7000-8000-000000000000', async (page) => {
    await page.getByText('It was deleted, or never existed.').waitFor()
  })
  await launchpad.onPage('/jobs/orchard/harvst', async (page) => {
    await page.getByRole('link', { name: 'harvest' }).waitFor()
  })
  await launchpad.onPage('/nowhere', async (page) => {
    await page.getByText('Nothing lives at this address.').waitFor()
  })
})

test('a location can be loaded again', async () => {
  await launchpad.onPage('/deployment/locations', async (page) => {
    const broken = page.getByRole('region', { name: 'broken' })
    await broken.getByText('The price list is missing').waitFor()
    await broken.getByRole('button', { name: 'Reload' }).click()
    await broken.getByText('Failed to load').waitFor()
  })
})
