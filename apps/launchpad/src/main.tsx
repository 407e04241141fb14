import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { ApiContext } from './api/api-context.ts'
import { createApi } from './api/client.ts'
import { runNews } from './api/run-news.ts'
import { createLaunchpadRouter } from './app/router.tsx'
import { PreferenceContext, preferenceStore } from './settings/preferences.ts'
import { browserStorage } from './ui/browser-storage.ts'
import './theme/tokens.css'
import './theme/base.css'

const api = createApi(window.location.origin)
const preferences = preferenceStore(browserStorage(), document.documentElement)
const router = createLaunchpadRouter()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

createRoot(root).render(
  <StrictMode>
    <PreferenceContext value={preferences}>
      <ApiContext value={{ ...api, runNews: runNews(api) }}>
        <Provider value={api.client}>
          <RouterProvider router={router} />
        </Provider>
      </ApiContext>
    </PreferenceContext>
  </StrictMode>,
)
