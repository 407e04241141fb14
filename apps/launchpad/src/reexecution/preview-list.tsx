import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useRef } from 'react'
import { formatBytes, shortId, withShortIds } from '../format/amount.ts'
import type { PreviewStepFragment } from '../generated/graphql.ts'
import { classes } from '../ui/class-names.ts'
import { When } from '../ui/when.tsx'
import { DecisionMark } from './decision-mark.tsx'
import { DECISION_WORDS } from './decision-words.ts'
import styles from './preview-list.module.css'
import { useRowFocus } from './use-row-focus.ts'

const ROW_HEIGHT = 26

interface PreviewListProps {
  readonly steps: readonly PreviewStepFragment[]
  readonly chosen: string | undefined
  readonly onChoose: (stepKey: string) => void
  /** Enter: from the row to what can be done about it. */
  readonly onEnter: () => void
}

/** What happens to each step. Only the rows in sight are in the page; the grid itself holds the focus. */
export function PreviewList({ steps, chosen, onChoose, onEnter }: PreviewListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const prefix = useId()
  const virtual = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const active = steps.findIndex(({ stepKey }) => stepKey === chosen)
  const focus = useRowFocus({
    count: steps.length,
    active,
    onActive: (index) => {
      const step = steps[index]
      if (step) onChoose(step.stepKey)
      virtual.scrollToIndex(index)
    },
    onEnter,
  })
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        role="grid"
        aria-label="What happens to each step"
        aria-rowcount={steps.length}
        aria-activedescendant={items.some(({ index }) => index === active) ? `${prefix}-${active}` : undefined}
        tabIndex={0}
        className={styles.rows}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={focus.onKeyDown}
        onClick={focus.onClick}
      >
        <tbody>
          {items.map(({ index, start }) => {
            const step = steps[index]
            return (
              step && (
                <Row
                  key={step.stepKey}
                  id={`${prefix}-${index}`}
                  step={step}
                  index={index}
                  top={start}
                  active={index === active}
                />
              )
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Row({
  id,
  step,
  index,
  top,
  active,
}: {
  readonly id: string
  readonly step: PreviewStepFragment
  readonly index: number
  readonly top: number
  readonly active: boolean
}) {
  return (
    <tr
      id={id}
      aria-rowindex={index + 1}
      aria-selected={active}
      aria-label={`${step.stepKey}: ${DECISION_WORDS[step.decision]}. ${withShortIds(step.text)}`}
      data-index={index}
      className={classes(styles.row, active && styles.active)}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td>
        <DecisionMark decision={step.decision} />
      </td>
      <td className={styles.key} title={step.stepKey}>
        {step.stepKey}
      </td>
      <td className={styles.reason} title={step.text}>
        {withShortIds(step.text)}
      </td>
      <td className={styles.origin}>{step.originRunId !== null && shortId(step.originRunId)}</td>
      <td className={styles.size}>{step.sizeBytes !== null && formatBytes(step.sizeBytes)}</td>
      <td className={styles.age}>{step.createdAt !== null && <When at={step.createdAt} />}</td>
    </tr>
  )
}
