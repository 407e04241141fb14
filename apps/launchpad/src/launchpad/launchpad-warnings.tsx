import { Notice } from '../ui/notice.tsx'

/** What does not work here, though launching does. */
export function LaunchpadWarnings({
  keeping,
  schema,
}: {
  /** Why the browser cannot keep the draft. */
  readonly keeping: string | undefined
  /** Why there is no schema. */
  readonly schema: string | undefined
}) {
  return (
    <>
      {keeping && <Notice kind="warning" title={`This browser cannot keep the draft: ${keeping}`} />}
      {schema && (
        <Notice kind="warning" title="The job's schema is not there: nothing is completed, but the server checks the config.">
          <p>{schema}</p>
        </Notice>
      )}
    </>
  )
}
