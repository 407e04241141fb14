import { Link } from '@tanstack/react-router'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useMutation } from 'urql'
import { useLiveQuery } from '../api/use-live-query.ts'
import { formatCount } from '../format/amount.ts'
import { type LocationStateFragment, type LocationStatus, ReloadLocationDocument, ShellDocument } from '../generated/graphql.ts'
import { ErrorText } from '../metadata/error-text.tsx'
import type { Tone } from '../status/status-words.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { Empty, Loading, RequestError } from '../ui/states.tsx'
import { ToneIcon } from '../ui/status-mark.tsx'
import { When } from '../ui/when.tsx'
import styles from './locations-page.module.css'

const WORDS: Readonly<Record<LocationStatus, { readonly word: string; readonly tone: Tone }>> = {
  LOADING: { word: 'Loading', tone: 'starting' },
  LOADED: { word: 'Loaded', tone: 'success' },
  FAILED: { word: 'Failed to load', tone: 'failure' },
}

export function LocationsPage() {
  const { data, error, refresh } = useLiveQuery(ShellDocument, {})
  return (
    <Page title="Locations">
      {error && <RequestError error={error} what="the list of locations" retry={refresh} />}
      {!data && !error && <Loading what="locations" />}
      {data?.locations.length === 0 && (
        <Empty title="There are no locations.">
          <p>
            Name your module under <code>locations</code> in <code>pawl.config.ts</code>.
          </p>
        </Empty>
      )}
      {data?.locations.map((location) => (
        <Location key={location.name} location={location} />
      ))}
    </Page>
  )
}

function Location({ location }: { readonly location: LocationStateFragment }) {
  const [reloading, setReloading] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [, reloadLocation] = useMutation(ReloadLocationDocument)
  const { word, tone } = WORDS[location.status]
  const reload = async (): Promise<void> => {
    setReloading(true)
    setProblem(undefined)
    const { data, error } = await reloadLocation({ name: location.name })
    setReloading(false)
    if (error) setProblem(error.message)
    else if (data?.reloadLocation.__typename === 'LocationNotFoundError') setProblem(data.reloadLocation.message)
  }
  const busy = reloading || location.status === 'LOADING'
  return (
    <Panel
      title={location.name}
      aside={
        <Button onPress={() => void reload()} why={busy ? 'It is being loaded.' : undefined}>
          <RefreshCw aria-hidden="true" size={13} />
          {busy ? 'Loading' : 'Reload'}
        </Button>
      }
    >
      <dl className={styles.facts}>
        <dt>Status</dt>
        <dd className={styles.status}>
          <ToneIcon tone={tone} /> {word} <When at={location.updatedAt} />
        </dd>
        <dt>Module</dt>
        <dd>
          <code>{location.module}</code>
        </dd>
        <dt>Generation</dt>
        <dd>{location.generation ? <code title={location.generation}>{location.generation.slice(0, 12)}</code> : 'none yet'}</dd>
        <dt>Jobs</dt>
        <dd>
          {location.jobNames.length === 0 && formatCount(0, 'job')}
          <ul className={styles.jobs}>
            {location.jobNames.map((job) => (
              <li key={job}>
                <Link to="/jobs/$loc/$job" params={{ loc: location.name, job }}>
                  {job}
                </Link>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      {problem && <Notice kind="error" title={problem} />}
      {location.error && (
        <Notice
          kind="error"
          title={
            location.jobNames.length > 0 ? 'The newest files do not load; the last good ones are used.' : 'It does not load.'
          }
        >
          <ErrorText error={location.error} />
        </Notice>
      )}
    </Panel>
  )
}
