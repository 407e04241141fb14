import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Settings } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useSubscription } from 'urql'
import { useLiveQuery } from '../api/use-live-query.ts'
import { LocationNewsDocument, ShellDocument } from '../generated/graphql.ts'
import { ConnectionChip } from './connection-chip.tsx'
import { Logo } from './logo.tsx'
import styles from './shell.module.css'

const LINKS = [
  { to: '/', label: 'Home' },
  { to: '/jobs', label: 'Jobs' },
  { to: '/runs', label: 'Runs' },
  { to: '/deployment/locations', label: 'Locations' },
] as const

export function Shell() {
  const { data } = useLiveQuery(ShellDocument, {})
  // Location is one entity in the cache: its news reach every page that shows it.
  useSubscription({ query: LocationNewsDocument })
  const main = useFocusOnNewPage()
  const failed = data?.locations.filter(({ status }) => status === 'FAILED').length ?? 0
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        Skip to content
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.brand} aria-label="Pawl, home">
          <Logo />
          Pawl
        </Link>
        <nav aria-label="Main" className={styles.nav}>
          {LINKS.map(({ to, label }) => (
            <Link key={to} to={to} className={styles.link} activeOptions={{ exact: to === '/' }}>
              {label}
              {label === 'Locations' && failed > 0 && (
                <span className={styles.failed}>
                  {failed}
                  <span className="visually-hidden"> failed</span>
                </span>
              )}
            </Link>
          ))}
        </nav>
        <div className={styles.aside}>
          <ConnectionChip />
          <Link
            to="/settings"
            className={styles.icon}
            aria-label="Settings"
            title={`Settings${data ? ` · Pawl ${data.version}` : ''}`}
          >
            <Settings aria-hidden="true" size={16} />
          </Link>
        </div>
      </header>
      <main ref={main} id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
    </div>
  )
}

/** A new page begins at its top, for the keyboard and for screen readers too. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
    main.current?.scrollTo(0, 0)
  }, [pathname])
  return main
}
