import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readJobSearch } from '../jobs/job-search.ts'
import { readJobsSearch } from '../jobs/jobs-search.ts'
import { readLaunchpadSearch } from '../launchpad/launchpad-search.ts'
import { readRunSearch } from '../run/run-search.ts'
import { readRunsSearch } from '../runs/runs-search.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { PageError } from './page-error.tsx'
import { parseSearchText, writeSearchText } from './search-text.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../home/home-page.tsx'), 'HomePage'),
})

const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  validateSearch: readJobsSearch,
  component: lazyRouteComponent(() => import('../jobs/jobs-page.tsx'), 'JobsPage'),
})

const job = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$loc/$job',
  validateSearch: readJobSearch,
  component: lazyRouteComponent(() => import('../jobs/job-page.tsx'), 'JobPage'),
})

const launchpad = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$loc/$job/launchpad',
  validateSearch: readLaunchpadSearch,
  component: lazyRouteComponent(() => import('../launchpad/launchpad-page.tsx'), 'LaunchpadPage'),
})

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import('../runs/runs-page.tsx'), 'RunsPage'),
})

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$id',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('../run/run-page.tsx'), 'RunPage'),
})

const locations = createRoute({
  getParentRoute: () => root,
  path: '/deployment/locations',
  component: lazyRouteComponent(() => import('../deployment/locations-page.tsx'), 'LocationsPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
})

export const createLaunchpadRouter = () =>
  createRouter({
    routeTree: root.addChildren([home, jobs, job, launchpad, runs, run, locations, settings]),
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    defaultPendingMs: 300,
    parseSearch: parseSearchText,
    stringifySearch: writeSearchText,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createLaunchpadRouter>
  }
}
