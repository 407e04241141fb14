import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Instance,
  type JobDescription,
  type LaunchEnvironment,
  type LaunchRequest,
  launchRun,
  type Run,
} from '@pawl/core/plugin'
import { type Project, resolveConfig } from '../src/config/load-config.ts'
import type { PawlConfig } from '../src/config/pawl-config.ts'
import { type Engine, startEngine } from '../src/engine.ts'
import { type OpenInstance, openInstance } from '../src/open-instance.ts'
import { type EndedRun, readEndedRun } from './ended-run.ts'
import { until } from './until.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
/** Shared by all test projects, so that only the first start of a location's process compiles its program. */
const COMPILE_CACHE = join(tmpdir(), `pawl-test-compile-cache-${process.version}`)

export interface TestProjectOptions {
  /** File of `test/jobs`, without its extension, that becomes the location `main`. */
  readonly jobs?: string
  /** Further files by their path from the project's folder. */
  readonly files?: Readonly<Record<string, string>>
  readonly config?: PawlConfig
}

export type Launch = Partial<Omit<LaunchRequest, 'jobName'>>

/** A project in a folder of its own with an engine that runs its jobs in real processes. */
export class TestProject implements AsyncDisposable {
  readonly directory: string
  readonly project: Project
  /** What the engine reported from the background: nothing, in most tests. */
  readonly reports: string[] = []
  readonly #engines: Engine[] = []
  #opened: OpenInstance | undefined

  constructor({ jobs, files = {}, config = {} }: TestProjectOptions) {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-test-')))
    this.write('package.json', '{ "type": "module" }\n')
    for (const [path, text] of Object.entries(files)) this.write(path, text)
    if (jobs !== undefined) cpSync(here(`./jobs/${jobs}.ts`), join(this.directory, 'main.ts'))
    mkdirSync(join(this.directory, 'node_modules/@pawl'), { recursive: true })
    symlinkSync(here('../../core'), join(this.directory, 'node_modules/@pawl/core'))
    symlinkSync(here('../node_modules/zod'), join(this.directory, 'node_modules/zod'))
    const home = join(this.directory, '.pawl')
    mkdirSync(COMPILE_CACHE, { recursive: true })
    mkdirSync(home)
    symlinkSync(COMPILE_CACHE, join(home, 'cache'))
    const locations = jobs === undefined ? {} : { main: './main.ts' }
    const resolved = resolveConfig({ locations, ...config }, 'The test’s config')
    this.project = { directory: this.directory, configPath: undefined, config: resolved, home }
  }

  /** The engine that was started last. */
  get engine(): Engine {
    const engine = this.#engines.at(-1)
    if (engine === undefined) throw new Error('The project was not started.')
    return engine
  }

  /** What runs are launched and looked at with: of the engine, or of {@link open}. */
  get instance(): Instance {
    return this.#opened?.instance ?? this.engine.instance
  }

  /** Opens the instance without an engine and without users' code: others execute what is launched, unchecked, without its job's tags. */
  async open(): Promise<this> {
    this.#opened = await openInstance({ project: this.project })
    return this
  }

  /** Takes an engine that was started otherwise; it is stopped with the project. */
  use(engine: Engine): void {
    this.#engines.push(engine)
  }

  /** Starts an engine, of this or another machine, and waits until each location has loaded or failed. */
  async start(hostId?: string): Promise<this> {
    const report = (message: string, error?: unknown): void => void this.reports.push(`${message} ${String(error ?? '')}`)
    this.#engines.push(await startEngine({ project: this.project, report, ...(hostId === undefined ? {} : { hostId }) }))
    await this.settled()
    return this
  }

  async settled(): Promise<void> {
    await until('the locations have loaded', () =>
      this.engine.instance.locations.listLocations().every(({ status }) => status !== 'loading'),
    )
  }

  write(path: string, text: string): void {
    const whole = join(this.directory, path)
    mkdirSync(dirname(whole), { recursive: true })
    writeFileSync(whole, text)
  }

  async launch(jobName: string, launch: Launch = {}): Promise<Run> {
    const outcome = await launchRun(this.#launcher(jobName), { jobName, origin: { kind: 'api' }, ...launch })
    if (!('run' in outcome)) throw new Error(`The launch was refused: ${JSON.stringify(outcome)}`)
    return outcome.run
  }

  #launcher(jobName: string): LaunchEnvironment {
    if (this.#opened === undefined) return this.instance
    const job = { name: jobName, tags: {} } as JobDescription
    const locations: LaunchEnvironment['locations'] = {
      listLocations: () => [{ name: 'main', status: 'loaded', error: null, jobs: [job] }],
      validateRunConfig: async () => ({ ok: true }),
    }
    return { ...this.instance, locations }
  }

  /** Launches a job and waits for its end. */
  async run(jobName: string, launch: Launch = {}): Promise<EndedRun> {
    return this.ended((await this.launch(jobName, launch)).runId)
  }

  ended(runId: string): Promise<EndedRun> {
    return readEndedRun(this.instance, runId)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const engine of this.#engines) await engine.stop()
    await this.#opened?.close()
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 })
  }
}

export const startProject = (options: TestProjectOptions): Promise<TestProject> => new TestProject(options).start()
