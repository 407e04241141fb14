import { useNavigate } from '@tanstack/react-router'
import { FilePlus, RotateCcw, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { shortId } from '../format/amount.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import field from '../ui/field.module.css'
import { When } from '../ui/when.tsx'
import { type Draft, isChanged, MAIN_DRAFT } from './draft.ts'
import styles from './draft-bar.module.css'
import type { LaunchpadJob } from './launchpad-page.tsx'
import type { HeldDraft } from './use-draft.ts'

/** Which draft is being edited, where it began, and whether it differs from that. */
export function DraftBar({
  job,
  held,
  draft,
  scaffold,
  onReplace,
}: {
  readonly job: LaunchpadJob
  readonly held: HeldDraft
  readonly draft: Draft
  /** Everything the job's config may hold; undefined before the schema is there. */
  readonly scaffold: string | undefined
  readonly onReplace: (yaml: string) => void
}) {
  const navigate = useNavigate({ from: '/jobs/$loc/$job/launchpad' })
  const others = useDrafts(job, held, draft)
  const [deleting, setDeleting] = useState(false)
  const open = (id: string): void => void navigate({ search: id === MAIN_DRAFT ? {} : { draft: id } })
  const remove = async (): Promise<void> => {
    await held.drafts.deleteDraft(draft)
    open(MAIN_DRAFT)
  }
  return (
    <div className={styles.bar}>
      <label className={styles.choose}>
        Draft
        <select className={field.select} value={draft.id} onChange={(event) => open(event.target.value)}>
          {others.map((other) => (
            <option key={other.id} value={other.id}>
              {other.id === MAIN_DRAFT ? 'main' : other.id}
            </option>
          ))}
        </select>
      </label>
      <span className={styles.source}>
        from {draft.source.kind === 'run' ? `run ${shortId(draft.source.runId)}` : 'the default config'}
        {isChanged(draft) ? ', changed' : ', unchanged'} · kept in this browser <When at={draft.updatedAt} />
      </span>
      <span className={styles.actions}>
        <Button onPress={() => open(`draft-${Date.now().toString(36)}`)}>
          <FilePlus aria-hidden="true" size={13} />
          New draft
        </Button>
        <Button
          onPress={() => onReplace(scaffold ?? '')}
          why={
            scaffold === undefined
              ? 'The schema of the config is not there yet.'
              : scaffold === ''
                ? 'There is nothing to configure.'
                : undefined
          }
          title="Writes out everything that can be set, with its defaults; undo brings your text back"
        >
          <RotateCcw aria-hidden="true" size={13} />
          Scaffold default config
        </Button>
        {draft.id !== MAIN_DRAFT && (
          <Button onPress={() => setDeleting(true)}>
            <Trash2 aria-hidden="true" size={13} />
            Delete
          </Button>
        )}
      </span>
      {deleting && (
        <Confirm
          title={`Delete the draft ${draft.id}?`}
          confirmLabel="Delete"
          onConfirm={() => void remove()}
          onClose={() => setDeleting(false)}
        >
          <p>Its config, tags and selection are gone then; runs launched from it stay.</p>
        </Confirm>
      )}
    </div>
  )
}

function useDrafts(job: LaunchpadJob, { drafts }: HeldDraft, draft: Draft): readonly Draft[] {
  const [kept, setKept] = useState<readonly Draft[]>([])
  const { locationName, name } = job
  useEffect(() => {
    let current = true
    drafts.listDrafts({ locationName, jobName: name }).then(
      (list) => current && setKept(list),
      // Nothing kept, nothing to choose from; the page says elsewhere that the browser keeps no drafts.
      () => current && setKept([]),
    )
    return () => {
      current = false
    }
  }, [drafts, locationName, name])
  return kept.some(({ id }) => id === draft.id) ? kept : [draft, ...kept]
}
