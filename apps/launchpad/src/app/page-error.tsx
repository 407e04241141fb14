import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

/** A page that broke. What was typed is safe: drafts are kept outside of it. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This page broke">
      <Notice kind="error" title="The launchpad has a fault on this page." actions={<Button onPress={reset}>Try again</Button>}>
        <p>{error instanceof Error ? error.message : String(error)}</p>
      </Notice>
    </Page>
  )
}
