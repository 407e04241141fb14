import { FrameworkError, type JobDescription, type SerializedError } from '@pawl/core/plugin'
import type { Answer, FromProcess, Question } from '../channel/protocol.ts'
import { endedAtImport, loadTimeout } from './load-failure.ts'
import { type LocationProcessHandle, type ProcessSpec, startLocationProcess } from './location-process-handle.ts'
import { describeExit } from './process-exit.ts'
import type { OutputChunk } from './process-output.ts'

export interface CodeHostDeadlines {
  /** For the import of the location's code; milliseconds. */
  readonly loadMs: number
  /** For each answer; milliseconds. */
  readonly answerMs: number
}

export type LoadResult =
  | { readonly ok: true; readonly jobs: readonly JobDescription[] }
  | { readonly ok: false; readonly error: SerializedError }

/** One warm process that has imported a location's code and answers questions about it. One that does not answer in time is killed. */
export class CodeHost {
  readonly #process: LocationProcessHandle
  readonly #deadlines: CodeHostDeadlines
  readonly #questions: Map<number, PromiseWithResolvers<Answer>> = new Map()
  #lastId = 0
  #isGone = false
  readonly loaded: Promise<LoadResult>

  constructor(spec: ProcessSpec, deadlines: CodeHostDeadlines) {
    this.#process = startLocationProcess(spec, null)
    this.#deadlines = deadlines
    this.loaded = this.#load()
    void this.#process.exited.then((exit) => this.#gone(describeExit(exit)))
  }

  /** False once its process is gone: start another. */
  get isAlive(): boolean {
    return !this.#isGone
  }

  /** @throws FrameworkError CODE_HOST_TIMEOUT, CODE_HOST_DIED, and what the answer is about (UNKNOWN_JOB, INVALID_OP_SELECTION) */
  async ask(question: Question): Promise<Answer> {
    if (this.#isGone)
      throw new FrameworkError('CODE_HOST_DIED', {
        message: 'The location’s process has ended and will be started again; ask once more.',
      })
    const id = ++this.#lastId
    const answer = Promise.withResolvers<Answer>()
    this.#questions.set(id, answer)
    this.#process.send({ type: 'ask', id, question })
    const timer = setTimeout(() => this.#timedOut(), this.#deadlines.answerMs)
    try {
      return await answer.promise
    } finally {
      clearTimeout(timer)
      this.#questions.delete(id)
    }
  }

  /** What its code has printed since the last call. */
  readOutput(limitBytes: number): readonly OutputChunk[] {
    return this.#process.readOutput(limitBytes)
  }

  stop(): Promise<unknown> {
    this.#process.kill()
    return this.#process.exited
  }

  #load(): Promise<LoadResult> {
    const { loadMs } = this.#deadlines
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve({ ok: false, error: loadTimeout(loadMs) })
        this.#process.kill()
      }, loadMs)
      this.#process.onMessage((message) => {
        if (message.type === 'loaded') resolve({ ok: true, jobs: message.jobs })
        else if (message.type === 'load-failed') resolve({ ok: false, error: message.error })
        else return this.#receive(message)
        clearTimeout(timer)
      })
      void this.#process.exited.then((exit) => {
        clearTimeout(timer)
        resolve({ ok: false, error: endedAtImport(describeExit(exit)) })
      })
    })
  }

  #receive(message: FromProcess): void {
    if (message.type === 'answer') this.#questions.get(message.id)?.resolve(message.answer)
    else if (message.type === 'answer-failed') {
      const { error, details, id } = message
      this.#questions.get(id)?.reject(new FrameworkError(error.code ?? 'CODE_HOST_ERROR', { message: error.message, details }))
    }
  }

  #timedOut(): void {
    const message = `The location’s code did not answer within ${this.#deadlines.answerMs / 1_000} s; its process will be started again.`
    // It takes no more questions from now on, although its process may take a moment to be gone.
    this.#isGone = true
    for (const question of this.#questions.values()) question.reject(new FrameworkError('CODE_HOST_TIMEOUT', { message }))
    this.#process.kill()
  }

  #gone(how: string): void {
    this.#isGone = true
    const error = new FrameworkError('CODE_HOST_DIED', {
      message: `The location’s process ended (${how}); it will be started again.`,
    })
    for (const question of this.#questions.values()) question.reject(error)
  }
}
