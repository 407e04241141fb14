import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launch, terminate, waitForEnd } from './graphql.ts'
import { useLaunchpad } from './launchpad-fixture.ts'

const launchpad = useLaunchpad()

const focusedText = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '')

test('a failed run is taken up again with another config, and what had succeeded is reused', async () => {
  const id = await launch(launchpad.url, 'cider')
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    await page.getByRole('alert').getByText('Not retried: the run has no run retries (pawl/max_retries is 0).').waitFor()
    await page.getByRole('button', { name: 'Retry from failure…' }).click()
    const dialog = page.getByRole('dialog', { name: /^Retry from failure: cider/ })
    await dialog.getByText('2 steps run, 41 are reused.').waitFor()
    await dialog.getByRole('button', { name: 'Run 2' }).click()
    const rows = dialog.getByRole('grid', { name: 'What happens to each step' }).getByRole('row')
    await expect.poll(() => rows.count()).toBe(2)
    await dialog.getByRole('tab', { name: 'Config' }).click()
    await dialog.getByRole('textbox', { name: 'Run config of the new run, YAML' }).click()
    await page.keyboard.insertText('ops: {press_apples: {config: {bar: -1}}}')
    await dialog.getByText('The config has a problem.').waitFor()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.insertText('ops: {press_apples: {config: {bar: 4}}}')
    await dialog.getByRole('tab', { name: 'Config edited' }).waitFor()
    await dialog.getByText('2 steps run, 41 are reused.').waitFor()
    await dialog.getByRole('button', { name: 'Launch' }).click()
    await page.getByText(/^Succeeded in .*: 43 of 43 steps done, 41 of them reused\.$/).waitFor()
    expect(page.url()).not.toContain(id)
    expect(page.url()).not.toContain('reexecute')
    const strip = page.getByRole('navigation', { name: 'Runs of this group' })
    await strip.getByText('First run failed').waitFor()
    expect(await strip.locator('[aria-current="page"]').textContent()).toMatch(/By hand succeeded.*from failure/)
    await page.getByRole('row', { name: /^mapped step wash_crate, 40 steps: 40 reused/ }).waitFor()
  })
})

test('a retry that waits for its delay counts down, holds nothing, and can be canceled', async () => {
  const tags = [
    { key: 'pawl/max_retries', value: '1' },
    { key: 'pawl/retry_delay', value: '900' },
  ]
  const id = await launch(launchpad.url, 'cider', { tags })
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    await page.getByText(/^It starts in 1[45] m \d\d s, at /).waitFor()
    const strip = page.getByRole('navigation', { name: 'Runs of this group' })
    await strip.getByText(/^Retry 1 starts in 1[45] m/).click()
    await page.getByText(/^Waiting for its retry delay: 1[45] m \d\d s left\.$/).waitFor()
    await page.getByText(/^It starts at .* at the earliest; until then it holds nothing\.$/).waitFor()
    await page.getByRole('button', { name: 'Terminate…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terminate' }).click()
    await page.getByText('Canceled before it started.').waitFor()
    await strip.getByText('Retry 1 canceled').waitFor()
  })
})

test('an automatic retry comes by itself, and each attempt of a step in the group is shown', async () => {
  const id = await launch(launchpad.url, 'cider', { tags: [{ key: 'pawl/max_retries', value: '1' }] })
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    const strip = page.getByRole('navigation', { name: 'Runs of this group' })
    await strip.getByText('Retry 1 succeeded').waitFor()
    await page
      .getByRole('alert')
      .getByText(/Run retry 1 of 1, from failure, at once\. .* It has succeeded\./)
      .waitFor()
    await strip.getByText('Retry 1 succeeded').click()
    await page.getByText(/^Succeeded in /).waitFor()
    await page
      .getByRole('treegrid', { name: 'Steps' })
      .getByRole('row', { name: /^step press_apples/ })
      .click()
    await page.getByRole('tab', { name: 'Attempts' }).click()
    const attempts = page.getByRole('table', { name: 'Attempts of press_apples' }).locator('tbody tr')
    await expect
      .poll(() => attempts.allInnerTexts())
      .toEqual([expect.stringMatching(/First run .*Failed/s), expect.stringMatching(/Retry 1 .*Succeeded/s)])
    await page
      .getByRole('treegrid', { name: 'Steps' })
      .getByRole('row', { name: /^step collect_crates/ })
      .click()
    await page.getByText(/Reused\s+from run/).waitFor()
  })
})

test('a run in the queue says what it waits for and who holds it', async () => {
  const tags = [{ key: 'pump', value: 'north' }]
  const holder = await launch(launchpad.url, 'irrigate', { tags })
  const id = await launch(launchpad.url, 'irrigate', { tags })
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    await page.getByText(/1 run with the tag pump is in progress, and its limit .* is 1\./).waitFor()
    await page.getByText('It is number 1 in the queue.').waitFor()
    await page.getByRole('link', { name: `run ${holder.slice(-8)}` }).waitFor()
    await terminate(launchpad.url, holder)
    await page.getByText(/^Running for /).waitFor()
    await terminate(launchpad.url, id)
    await page.getByText(/^Canceled after/).waitFor()
  })
})

test('a failed step is marked as done by the keyboard alone, and a value that does not fit is told at its field', async () => {
  const id = await launch(launchpad.url, 'forecast')
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}`, async (page) => {
    const { keyboard } = page
    const opener = page.getByRole('button', { name: 'Retry from failure…' })
    const dialog = page.getByRole('dialog')
    await page.getByText('Step fit_model failed in attempt 2', { exact: true }).waitFor()
    await expect.poll(() => opener.getAttribute('aria-disabled')).toBe('false')
    await opener.focus()
    await keyboard.press('Enter')
    await dialog.getByText('2 steps run, 1 is reused.').waitFor()
    await keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await focusedText(page)).toBe('Retry from failure…')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    expect(await focusedText(page)).toBe('Retry from failure…')
    await keyboard.press('Enter')
    await dialog.getByText('2 steps run, 1 is reused.').waitFor()
    for (let presses = 0; (await focusedText(page)) !== 'What happens to each step' && presses < 20; presses += 1) {
      await keyboard.press('Tab')
    }
    await keyboard.press('ArrowDown')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    expect(await focusedText(page)).toBe('Mark as done…')
    await keyboard.press('Enter')
    await keyboard.type('"warm"')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    const value = dialog.getByRole('textbox', { name: 'result, JSON' })
    await dialog
      .getByRole('alert')
      .getByText(/number/)
      .waitFor()
    expect(await value.getAttribute('aria-invalid')).toBe('true')
    await value.focus()
    await keyboard.press('ControlOrMeta+a')
    await keyboard.type('4.5')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await dialog.getByText('1 step runs, 1 is reused, 1 is marked as done.').waitFor()
    await keyboard.press('Control+Enter')
    await page.getByText(/^Succeeded in .*: 3 of 3 steps done, 1 of them reused\.$/).waitFor()
  })
})

test('what is not allowed is in the menu with the reason; Esc and Back leave everything as it was', async () => {
  const id = await launch(launchpad.url, 'chatter', { config: { ops: { talk: { config: { lines: 3 } } } } })
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}?step=talk`, async (page) => {
    const menuButton = page.getByRole('button', { name: 'More ways to run it again' })
    await page.getByRole('button', { name: 'Re-execute all steps…' }).waitFor()
    await menuButton.click()
    const fromFailure = page.getByRole('menuitem', { name: 'Retry from failure…' })
    expect(await fromFailure.getAttribute('aria-disabled')).toBe('true')
    expect(await fromFailure.textContent()).toMatch(/succe/)
    await page.keyboard.press('Escape')
    expect(await focusedText(page)).toBe('More ways to run it again')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('menuitem', { name: 'Re-execute selected steps…' }).click()
    const dialog = page.getByRole('dialog', { name: /^Re-execute selected steps: chatter/ })
    expect(await dialog.getByLabel('Steps', { exact: true }).inputValue()).toBe('talk')
    await dialog.getByText('1 step runs.').waitFor()
    await dialog.getByLabel('Steps', { exact: true }).fill('walk')
    await dialog.getByText(/^The selection is not valid: /).waitFor()
    await page.goBack()
    await dialog.waitFor({ state: 'detached' })
    expect(await focusedText(page)).toBe('More ways to run it again')
    await page.goForward()
    expect(await dialog.getByLabel('Steps', { exact: true }).inputValue()).toBe('walk')
  })
})

test('a plan of thousands of steps is a list of which few rows exist, and can be searched', async () => {
  const id = await launch(launchpad.url, 'cider', { config: { ops: { collect_crates: { config: { crates: 1_200 } } } } })
  await waitForEnd(launchpad.url, id)
  await launchpad.onPage(`/runs/${id}?reexecute=FROM_FAILURE`, async (page) => {
    const dialog = page.getByRole('dialog')
    await dialog.getByText('2 steps run, 1,201 are reused.').waitFor()
    const grid = dialog.getByRole('grid', { name: 'What happens to each step' })
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('1203')
    await grid.focus()
    await page.keyboard.press('End')
    await dialog.getByRole('region', { name: 'About fill_bottles' }).waitFor()
    expect(await grid.getByRole('row').count()).toBeLessThan(80)
    await dialog.getByLabel('Find steps in the plan').fill('crate_1199')
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('1')
  })
})
