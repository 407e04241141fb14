import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { TagField } from '../runs/tag-field.tsx'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { TagList } from '../ui/tag-list.tsx'
import type { EditedTag } from './draft.ts'
import styles from './tags-editor.module.css'
import type { TagProblem } from './use-launch.ts'

/** Tags of the launch, over those of the job. */
export function TagsEditor({
  tags,
  jobTags,
  onTags,
  problem,
  refused,
}: {
  readonly tags: readonly EditedTag[]
  readonly jobTags: readonly EditedTag[]
  readonly onTags: (tags: readonly EditedTag[]) => void
  readonly problem: { readonly row: number; readonly message: string } | undefined
  readonly refused: readonly TagProblem[]
}) {
  const id = useId()
  const change = (row: number, next: Partial<EditedTag>): void =>
    onTags(tags.map((tag, index) => (index === row ? { ...tag, ...next } : tag)))
  const rows = tags.map((tag, row) => ({ tag, row }))
  return (
    <Panel
      title="Tags"
      aside={
        <Button onPress={() => onTags([...tags, { key: '', value: '' }])}>
          <Plus aria-hidden="true" size={13} />
          Add
        </Button>
      }
    >
      {jobTags.length > 0 && (
        <div className={styles.job}>
          <span className={styles.muted}>From the job</span>
          <TagList tags={jobTags} />
        </div>
      )}
      {tags.length === 0 && jobTags.length === 0 && <p className={styles.muted}>None.</p>}
      <div className={styles.rows}>
        {rows.map(({ tag, row }) => {
          const told = refused.find(({ key }) => key === tag.key)?.message ?? (problem?.row === row ? problem.message : undefined)
          return (
            <div key={row} className={styles.row}>
              <TagField
                label={`Key of tag ${row + 1}`}
                placeholder="key"
                text={tag.key}
                tagKey={null}
                invalid={told !== undefined}
                describedBy={told ? `${id}-${row}` : undefined}
                onText={(key) => change(row, { key })}
              />
              <TagField
                label={`Value of tag ${row + 1}`}
                placeholder="value"
                text={tag.value}
                tagKey={tag.key}
                onText={(value) => change(row, { value })}
              />
              <Button
                variant="quiet"
                label={`Remove tag ${row + 1}`}
                onPress={() => onTags(tags.filter((_, index) => index !== row))}
              >
                <X aria-hidden="true" size={14} />
              </Button>
              {told && (
                <p id={`${id}-${row}`} className={styles.problem} role="alert">
                  {told}
                </p>
              )}
            </div>
          )
        })}
      </div>
    </Panel>
  )
}
