/** Asks a daemon; the answer's data, or its errors thrown. */
export async function ask<Data>(url: string, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: readonly { readonly message: string }[] }
  if (!data || errors)
    throw new Error(errors?.map(({ message }) => message).join(' ') ?? `The daemon answered ${response.status}.`)
  return data
}

const LAUNCH = `mutation ($params: ExecutionParams!) {
  launchRun(executionParams: $params) { __typename ... on LaunchRunSuccess { run { id } } ... on Error { message } }
}`

/** Launches a job of the showcase and gives the run's id. */
export async function launch(
  url: string,
  jobName: string,
  options: { readonly config?: unknown; readonly tags?: readonly { readonly key: string; readonly value: string }[] } = {},
): Promise<string> {
  const params = { selector: { jobName }, runConfigData: options.config ?? {}, executionMetadata: { tags: options.tags ?? [] } }
  const { launchRun } = await ask<{ launchRun: { run?: { id: string }; message?: string } }>(url, LAUNCH, { params })
  if (!launchRun.run) throw new Error(launchRun.message ?? `"${jobName}" was not launched.`)
  return launchRun.run.id
}

const RUN = 'query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }'
const ENDED = ['SUCCESS', 'FAILURE', 'CANCELED']

const WAIT_MS = 30_000

/** Asks again and again until the answer is there. */
async function waitFor<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const deadline = Date.now() + WAIT_MS
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`${what} within ${WAIT_MS / 1000} s.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Waits until a run has ended and gives its status. */
export const waitForEnd = (url: string, id: string): Promise<string> =>
  waitFor(`The run ${id} did not end`, async () => {
    const { runOrError } = await ask<{ runOrError: { status: string } }>(url, RUN, { id })
    return ENDED.includes(runOrError.status) ? runOrError.status : undefined
  })

/** Waits until the showcase can be launched: its code is being imported when the daemon starts. */
export const waitUntilLoaded = (url: string): Promise<true> =>
  waitFor('The showcase was not loaded', async () => {
    const { locations } = await ask<{ locations: readonly { status: string }[] }>(url, '{ locations { status } }')
    return locations.every(({ status }) => status !== 'LOADING') || undefined
  })

const TERMINATE = 'mutation ($id: ID!) { terminateRuns(runIds: [$id]) { __typename } }'

/** Asks a run to stop. */
export const terminate = async (url: string, id: string): Promise<void> => void (await ask(url, TERMINATE, { id }))
