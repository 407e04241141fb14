import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startDaemon } from '@pawl/daemon'
import { freshFolder, pause } from './bench-engine.ts'
import { median } from './measure.ts'
import type { Figures, Say } from './workloads.ts'

const LAUNCH = `mutation ($params: ExecutionParams!) {
  launchRun(executionParams: $params) { __typename ... on LaunchRunSuccess { run { id } } }
}`

async function launch(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: LAUNCH, variables: { params: { selector: { jobName: 'three' } } } }),
  })
  const { data } = (await response.json()) as { data: { launchRun: { run: { id: string } } } }
  return data.launchRun.run.id
}

/** From the launch request over HTTP to the first step's durable start, with a warm worker; and where that time goes. */
export async function launchLatency(say: Say): Promise<Figures> {
  const home = freshFolder()
  const environment = { ...process.env, PAWL_HOME: home }
  const daemon = await startDaemon({ projectDirectory: join(import.meta.dirname, 'project'), port: 0, environment })
  const { instance } = daemon
  while (instance.locations.listLocations().some(({ status }) => status === 'loading')) await pause(20)
  await pause(500)
  const whole: number[] = []
  const answered: number[] = []
  for (let round = 0; round < 60; round++) {
    const started = Promise.withResolvers<number>()
    const stop = instance.hints.listen(null, async (runId) => {
      const [first] = await instance.eventLog.listEvents(runId, { limit: 1, filter: { types: ['STEP_START'] } })
      if (first !== undefined) started.resolve(performance.now())
    })
    const began = performance.now()
    const runId = await launch(daemon.url)
    answered.push(performance.now() - began)
    whole.push((await started.promise) - began)
    stop()
    while ((await instance.runs.getRun(runId))?.status !== 'SUCCESS') await pause(5)
  }
  await daemon.stop()
  rmSync(home, { recursive: true, force: true })
  // The first launches warm up the parsers and the compiler.
  const p50 = median(whole.slice(10))
  say(
    `Launch to first step over GraphQL, warm worker: p50 ${p50.toFixed(1)} ms; the request was answered after ${median(answered.slice(10)).toFixed(1)} ms`,
  )
  return { 'launch.first_step_ms_p50': p50 }
}
