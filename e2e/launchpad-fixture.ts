import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { openPage, type PageOptions, startBrowser, type WatchedPage } from './browser-fixture.ts'
import { type DemoDaemon, startDemoDaemon } from './daemon-fixture.ts'
import { waitUntilLoaded } from './graphql.ts'

/** The showcase's launchpad, and a browser to look at it. */
export interface Launchpad {
  /** Without a slash at the end. */
  readonly url: string
  open(options?: PageOptions): Promise<WatchedPage>
  /** Looks at a page of a fresh profile, and at its end for what nobody looked for. */
  onPage(path: string, look: (page: Page) => Promise<void>): Promise<void>
}

/** One for all tests of the file that calls it. */
export function useLaunchpad(): Launchpad {
  // A machine that runs all other tests at the same time takes its time.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
  let daemon: DemoDaemon
  let browser: Browser

  beforeAll(async () => {
    ;[daemon, browser] = await Promise.all([startDemoDaemon(), startBrowser()])
    await waitUntilLoaded(daemon.url)
  })
  afterAll(async () => {
    await browser?.close()
    await daemon?.[Symbol.asyncDispose]()
  })

  return {
    get url() {
      return daemon.url
    },
    open: (options) => openPage(browser, options),
    async onPage(path, look) {
      await using watched = await openPage(browser)
      await watched.page.goto(daemon.url + path)
      await look(watched.page)
      expect(watched.complaints).toEqual([])
    },
  }
}
