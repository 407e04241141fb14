import {
  type ConfigQuestion,
  FrameworkError,
  type JsonObject,
  type LocationCatalog,
  type LocationState,
  listed,
  type OutputsOfRun,
  type ReexecutionInquiry,
  type ReexecutionReply,
  type RunConfigSchema,
  type RunConfigValidation,
} from '@pawl/core/plugin'
import type { Answer, Question } from '../channel/protocol.ts'
import type { CurrentCode, LocationHost } from './location-host.ts'

/** The project's locations: answers from their code hosts, and the code that workers are to run. */
export class Locations implements LocationCatalog {
  readonly #hosts: ReadonlyMap<string, LocationHost>
  readonly #listeners: Set<() => void>

  /** `listeners` are called by the hosts' `onChange`. */
  constructor(hosts: ReadonlyMap<string, LocationHost>, listeners: Set<() => void>) {
    this.#hosts = hosts
    this.#listeners = listeners
  }

  get hosts(): readonly LocationHost[] {
    return [...this.#hosts.values()]
  }

  /** Starts the code hosts of all locations, or of those named; resolves when each has loaded or failed. */
  async load(names: readonly string[] = [...this.#hosts.keys()]): Promise<void> {
    await Promise.all(names.map((name) => this.#host(name).reload()))
  }

  listLocations(): readonly LocationState[] {
    return this.hosts.map(({ state }) => state)
  }

  /** Undefined until the location's files have been looked at. @throws FrameworkError UNKNOWN_LOCATION */
  currentCode(locationName: string): CurrentCode | undefined {
    return this.#host(locationName).currentCode
  }

  async getRunConfigSchema({ locationName, jobName, opSelection }: ConfigQuestion): Promise<RunConfigSchema> {
    const answer = await this.#ask(locationName, { kind: 'config-schema', jobName, opSelection })
    if (answer.kind !== 'config-schema') throw unexpected(answer)
    return answer.schema
  }

  async validateRunConfig(
    question: ConfigQuestion & { readonly config: JsonObject; readonly hasSourceRun?: boolean },
  ): Promise<RunConfigValidation> {
    const { locationName, jobName, opSelection, config, hasSourceRun = false } = question
    const answer = await this.#ask(locationName, { kind: 'validate-config', jobName, opSelection, config, hasSourceRun })
    if (answer.kind === 'config-valid') return { ok: true, selectedOps: answer.selectedOps }
    if (answer.kind === 'config-invalid') return { ok: false, errors: answer.errors }
    throw unexpected(answer)
  }

  async askReexecution(inquiry: ReexecutionInquiry): Promise<ReexecutionReply> {
    const { locationName, jobName } = inquiry
    const answer = await this.#ask(locationName, { kind: 'reexecution', jobName, inquiry })
    if (answer.kind !== 'reexecution') throw unexpected(answer)
    return answer.reply
  }

  async deleteOutputs({ locationName, runId, outputs }: OutputsOfRun): Promise<readonly string[]> {
    const answer = await this.#ask(locationName, { kind: 'delete-outputs', runId, outputs })
    if (answer.kind !== 'outputs-deleted') throw unexpected(answer)
    return answer.problems
  }

  async reloadLocation(name: string): Promise<LocationState> {
    return this.#host(name).reload()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async stop(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop()))
  }

  #ask(locationName: string, question: Question): Promise<Answer> {
    return this.#host(locationName).ask(question)
  }

  #host(name: string): LocationHost {
    const host = this.#hosts.get(name)
    if (host !== undefined) return host
    throw new FrameworkError('UNKNOWN_LOCATION', {
      message: `There is no location "${name}"; the project has ${listed([...this.#hosts.keys()])}.`,
    })
  }
}

const unexpected = (answer: Answer): FrameworkError =>
  new FrameworkError('CODE_HOST_ERROR', { message: `The location answered another question (${answer.kind}).` })
