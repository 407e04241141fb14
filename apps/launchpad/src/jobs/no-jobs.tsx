import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/states.tsx'

export const NoJobs = () => (
  <Empty title="No jobs are loaded.">
    <p>
      Name your module under <code>locations</code> in <code>pawl.config.ts</code>, or start with <code>pawl init</code>. What
      could not be loaded is told under <Link to="/deployment/locations">Locations</Link>.
    </p>
  </Empty>
)
