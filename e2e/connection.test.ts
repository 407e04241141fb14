import type { WebSocketRoute } from 'playwright-core'
import { expect, test } from 'vitest'
import { launch } from './graphql.ts'
import { useLaunchpad } from './launchpad-fixture.ts'

const launchpad = useLaunchpad()

test('a lost line is told and found again, with nothing missing and nothing twice', async () => {
  const id = await launch(launchpad.url, 'irrigate')
  await using watched = await launchpad.open()
  const { page } = watched
  let down = false
  const sockets: WebSocketRoute[] = []
  await page.routeWebSocket(/graphql/, (socket) => {
    if (down) return void socket.close()
    socket.connectToServer()
    sockets.push(socket)
  })
  await page.goto(`${launchpad.url}/runs/${id}?q=valves+open`)
  const events = page.getByRole('grid', { name: 'Events' })
  await events.getByText('valves open for 1 s').waitFor()
  down = true
  await sockets.at(-1)?.close()
  await page
    .getByText(/^Reconnecting|^Polling/)
    .first()
    .waitFor()
  down = false
  await page.getByText('Live', { exact: true }).first().waitFor()
  await events.getByText('valves open for 5 s').waitFor()
  const seconds = (await events.getByRole('row').allInnerTexts()).map((text) => Number(/open for (\d+) s/.exec(text)?.[1]))
  expect(seconds.toSorted((a, b) => a - b)).toEqual(Array.from(seconds, (_, index) => index + 1))
  expect(sockets.length).toBeGreaterThan(1)
})

test('where sockets are blocked the page asks again and again, and says so', async () => {
  const id = await launch(launchpad.url, 'irrigate')
  await using watched = await launchpad.open()
  const { page } = watched
  await page.routeWebSocket(/graphql/, (socket) => socket.close())
  await page.goto(`${launchpad.url}/runs/${id}?q=valves+open`)
  await page.getByText('Polling 5 s').first().waitFor({ timeout: 15_000 })
  const events = page.getByRole('grid', { name: 'Events' })
  const counted = async (): Promise<number> => Number(await events.getAttribute('aria-rowcount'))
  const before = await counted()
  await expect.poll(counted, { timeout: 15_000 }).toBeGreaterThan(before)
})

test('without a server the page says since when, keeps what it shows, and comes back by itself', async () => {
  await using watched = await launchpad.open()
  const { page } = watched
  let down = false
  const sockets: WebSocketRoute[] = []
  await page.route('**/graphql', (route) => (down ? route.abort() : route.continue()))
  await page.routeWebSocket(/graphql/, (socket) => {
    if (down) return void socket.close()
    socket.connectToServer()
    sockets.push(socket)
  })
  await page.goto(`${launchpad.url}/runs`)
  await page.getByRole('table', { name: 'Runs, newest first' }).waitFor()
  down = true
  await sockets.at(-1)?.close()
  await page
    .getByText(/^Offline since/)
    .first()
    .waitFor({ timeout: 15_000 })
  expect(await page.getByRole('table', { name: 'Runs, newest first' }).isVisible()).toBe(true)
  down = false
  await page.getByText('Live', { exact: true }).first().waitFor({ timeout: 30_000 })
})
