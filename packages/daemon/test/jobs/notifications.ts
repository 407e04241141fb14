import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { type Definitions, definitions, job, op, type RunFailureContext, type RunSuccessContext } from '@pawl/core'

/** Each call leaves a line. */
const told = (by: string, context: RunSuccessContext | RunFailureContext): void =>
  appendFileSync('told', `${JSON.stringify({ by, pid: process.pid, ...context })}\n`)

/** True the first time. */
function isFirst(what: string): boolean {
  if (existsSync(what)) return false
  writeFileSync(what, '')
  return true
}

const fine = op({ name: 'fine', run: () => 1 })
const broken = op({
  name: 'broken',
  run() {
    throw new TypeError('it is broken')
  },
})

const succeeds = job('succeeds', { onRunSuccess: (context) => told('job', context), run: () => fine() })
const fails = job('fails', {
  tags: { team: 'ops' },
  onRunFailure: (context) => told('job', context),
  run: () => broken(),
})
const failsTwice = job('fails_twice', {
  tags: { 'pawl/max_retries': 1 },
  onRunFailure: { run: (context) => told('job', context), evenIfRetried: true },
  run: () => broken(),
})
const throws = job('throws', {
  onRunFailure(context) {
    told('job', context)
    console.log('about to throw')
    if (isFirst('has-thrown')) throw new Error('the mail server is away')
  },
  run: () => broken(),
})
const dies = job('dies', {
  onRunFailure(context) {
    told('job', context)
    if (isFirst('has-died')) process.exit(7)
  },
  run: () => broken(),
})
const hangs = job('hangs', {
  onRunFailure(context) {
    told('job', context)
    if (isFirst('has-hung')) for (;;);
  },
  run: () => broken(),
})
const announced = job('announced', { run: () => fine() })
const untold = job('untold', { run: () => fine() })

const location: Definitions = definitions({
  jobs: [succeeds, fails, failsTwice, throws, dies, hangs, announced, untold],
  onRunFailure: (context) => told('project', context),
})
export default location
