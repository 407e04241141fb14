import {
  type ConfigQuestion,
  FrameworkError,
  type JobDescription,
  type LocationCatalog,
  type LocationState,
  type ReexecutionInquiry,
  type ReexecutionReply,
  type RunConfigValidation,
} from '@pawl/core/plugin'

export interface TestCatalog extends LocationCatalog {
  /** What a location says of a re-execution. */
  answerReexecutions(answer: (inquiry: ReexecutionInquiry) => ReexecutionReply): void
  change(name: string, state: Partial<LocationState>): void
}

/** Locations held in memory. A config may only hold `ops`; a selection must name ops of the job, with commas between. */
export function testCatalog(jobsByLocation: Readonly<Record<string, readonly JobDescription[]>>): TestCatalog {
  const states = new Map(
    Object.entries(jobsByLocation).map(([name, jobs]): [string, LocationState] => [
      name,
      { name, module: `./${name}.ts`, status: 'loaded', generation: 'g1', error: null, updatedAt: 1, jobs },
    ]),
  )
  const listeners = new Set<() => void>()
  const answers = { reexecution: (_: ReexecutionInquiry): ReexecutionReply => ({ kind: 'possible' }) }

  function opKeys({ locationName, jobName, opSelection }: ConfigQuestion): readonly string[] {
    const job = states.get(locationName)?.jobs.find(({ name }) => name === jobName)
    const keys = job?.ops.map(({ key }) => key) ?? []
    const selected = opSelection?.split(',') ?? keys
    const unknown = selected.find((key) => !keys.includes(key))
    if (unknown === undefined) return selected
    const place = { position: opSelection?.indexOf(unknown) ?? 0, length: unknown.length }
    throw new FrameworkError('INVALID_OP_SELECTION', {
      message: `There is no op "${unknown}".`,
      details: { ...place, didYouMean: keys[0] },
    })
  }

  function stateOf(name: string): LocationState {
    const state = states.get(name)
    if (state !== undefined) return state
    throw new FrameworkError('UNKNOWN_LOCATION', { message: `There is no location "${name}".` })
  }

  const change = (name: string, state: Partial<LocationState>): void => {
    states.set(name, { ...stateOf(name), ...state })
    for (const listener of listeners) listener()
  }

  return {
    change,
    answerReexecutions(answer) {
      answers.reexecution = answer
    },
    listLocations: () => [...states.values()],
    async getRunConfigSchema(question) {
      const properties = Object.fromEntries(opKeys(question).map((key) => [key, { type: 'object' }]))
      return { jsonSchema: { type: 'object', properties: { ops: { properties } } }, hash: 'h1', defaultConfig: { ops: {} } }
    },
    async validateRunConfig({ config, ...question }): Promise<RunConfigValidation> {
      const selectedOps = opKeys(question)
      const errors = Object.keys(config)
        .filter((key) => key !== 'ops')
        .map((key) => ({
          path: [key],
          code: 'UNKNOWN_FIELD' as const,
          message: `There is no "${key}".`,
          expected: null,
          didYouMean: 'ops',
        }))
      return errors.length === 0 ? { ok: true, selectedOps } : { ok: false, errors }
    },
    deleteOutputs: async () => [],
    askReexecution: async (inquiry) => answers.reexecution(inquiry),
    async reloadLocation(name) {
      change(name, { ...stateOf(name), generation: 'g2', updatedAt: 2 })
      return stateOf(name)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
