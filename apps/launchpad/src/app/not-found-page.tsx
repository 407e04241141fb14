import { Link } from '@tanstack/react-router'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'

export function NotFoundPage() {
  return (
    <Page title="No such page">
      <Empty title="Nothing lives at this address.">
        <p>
          <Link to="/jobs">All jobs</Link> · <Link to="/runs">All runs</Link>
        </p>
      </Empty>
    </Page>
  )
}
