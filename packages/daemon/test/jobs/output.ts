import { execFileSync, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Definitions, definitions, job, op } from '@pawl/core'
import { z } from 'zod'

const ROUNDS = 40

/** Prints lines in pieces, giving way after each, by every means there is. */
const talker = op({
  name: 'talker',
  config: z.object({ word: z.string() }),
  async run({ config: { word } }) {
    for (let round = 0; round < ROUNDS; round++) {
      process.stdout.write(`${word} `)
      await sleep(0)
      process.stdout.write(Buffer.from(`${round}`))
      await Promise.resolve()
      console.log('!')
      console.error(`${word} to stderr ${round}`)
      await new Promise((resolve) => process.stdout.write('', resolve))
    }
  },
})
const atOnce = job('at_once', { run: () => ({ a: talker.as('a')(), b: talker.as('b')(), c: talker.as('c')() }) })

const children = op({
  name: 'children',
  run() {
    console.log('of the op')
    execFileSync('sh', ['-c', 'echo of a child; echo its error >&2'], { stdio: 'inherit' })
  },
})
const parent = job('parent', { run: () => children() })

const lingering = op({
  name: 'lingering',
  run() {
    // Unreferenced, it leaves its worker quiet.
    spawn('sh', ['-c', 'sleep 0.3; echo late child'], { stdio: 'inherit' }).unref()
  },
})
const leavesChild = job('leaves_child', { run: () => lingering() })

/** Characters of one, two, three and four bytes, so that every slice boundary falls into one of them. */
const foreign = op({ name: 'foreign', run: () => void process.stdout.write('aé€😀'.repeat(1_000)) })
const multiByte = job('multi_byte', { run: () => foreign() })

const loud = op({
  name: 'loud',
  config: z.object({ megabytes: z.number() }),
  run({ config }) {
    const line = `${'x'.repeat(1_023)}\n`
    for (let kilobyte = 0; kilobyte < config.megabytes * 1_024; kilobyte++) process.stdout.write(line)
  },
})
const huge = job('huge', { run: () => loud() })

const quiet = job('quiet', { run: () => op({ name: 'silent', run: () => 1 })() })

const retrying = op({
  name: 'retrying',
  retry: { maxRetries: 1 },
  run({ step }) {
    console.log(`attempt ${step.attempt}`)
    if (step.attempt === 1) throw new Error('once more')
  },
})
const attempts = job('attempts', { run: () => retrying() })

const spilling = op({
  name: 'spilling',
  run({ log }) {
    for (let line = 0; line < 1_100; line++) log.info(`line ${line}`)
  },
})
const logged = job('logged', { run: () => spilling() })

const main: Definitions = definitions({ jobs: [atOnce, parent, leavesChild, multiByte, huge, quiet, attempts, logged] })
export default main
