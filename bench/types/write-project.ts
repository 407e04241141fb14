import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface ProjectSize {
  readonly ops: number
  readonly jobs: number
  readonly stepsPerJob: number
  readonly inline: boolean
  readonly source: boolean
}

const OPS_PER_FILE = 25

const SCHEMAS = `import { z } from 'zod'
export const Row = z.object({ id: z.string(), origin: z.string(), delay: z.number(), at: z.date() })
export const Rows = z.array(Row)
export const Reject = z.object({ line: z.string(), reason: z.enum(['empty', 'broken', 'late']) })
export const Config = z.object({ path: z.string(), limit: z.number().default(10), mode: z.enum(['fast', 'safe']).optional() })
`

const INLINE = {
  Rows: 'z.array(z.object({ id: z.string(), origin: z.string(), delay: z.number(), at: z.date() }))',
  Reject: "z.object({ line: z.string(), reason: z.enum(['empty', 'broken', 'late']) })",
  Config: "z.object({ path: z.string(), limit: z.number().default(10), mode: z.enum(['fast', 'safe']).optional() })",
}
const SHARED = { Rows: 'Rows', Reject: 'Reject', Config: 'Config' }

/** An op with config, an input and two outputs, one of which may be left out. */
const opSource = (index: number, { Rows, Reject, Config }: typeof SHARED): string => `
export const op${index} = op({
  name: 'op_${index}',
  config: ${Config},
  ins: { rows: ${Rows}, more: ${Rows}.optional() },
  outs: { valid: ${Rows}, rejected: out(z.array(${Reject}), { required: false }) },
  retry: { maxRetries: 2, delaySeconds: [1, 10] },
  run: ({ config }, { rows }) => ({ valid: rows.slice(0, config.limit) }),
})
`

/** A chain in which every fifth step takes the last two. Each job uses other ops. */
function jobSource(index: number, { ops, stepsPerJob }: ProjectSize): string {
  const used = Array.from({ length: stepsPerJob - 1 }, (_, step) => (index * 7 + step) % ops)
  const steps = used.map((op, step) => {
    const more = step > 1 && step % 5 === 0 ? `, more: s${step - 2}.valid` : ''
    return `    const s${step} = op${op}({ rows: ${step === 0 ? 'start()' : `s${step - 1}.valid`}${more} })`
  })
  const configs = used.map((op) => `    op_${op}: { config: { path: { env: 'ROWS' } } },`)
  return `import { executeInProcess, job, type RunConfig } from '@pawl/core'
import { start } from './start.ts'
${[...new Set(used.map((op) => Math.floor(op / OPS_PER_FILE)))].map((file) => `import * as ops${file} from './ops-${file}.ts'`).join('\n')}
${used.map((op) => `const { op${op} } = ops${Math.floor(op / OPS_PER_FILE)}`).join('\n')}

export const job${index} = job('job_${index}', {
  run() {
${steps.join('\n')}
    return s${used.length - 1}
  },
})
export const config${index}: RunConfig<typeof job${index}> = {
  ops: {
    start: { config: { path: 'rows.json' } },
${configs.join('\n')}
  },
}
export const launch${index} = async (): Promise<number> =>
  (await executeInProcess(job${index}, { config: config${index} })).outputs.valid.length
`
}

function opsFile(file: number, { ops, inline }: ProjectSize): string {
  const from = file * OPS_PER_FILE
  const sources = Array.from({ length: Math.min(OPS_PER_FILE, ops - from) }, (_, offset) =>
    opSource(from + offset, inline ? INLINE : SHARED),
  )
  return `import { op, out } from '@pawl/core'
import { z } from 'zod'
${inline ? '' : "import { Config, Reject, Rows } from './schemas.ts'\n"}${sources.join('')}`
}

const START = `import { op } from '@pawl/core'
import { Config, Rows } from './schemas.ts'
export const start = op({ name: 'start', config: Config, out: Rows, run: ({ config }) => [{ id: config.path, origin: '', delay: 0, at: new Date() }] })
`

const tsconfig = ({ source }: ProjectSize): object => ({
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    ...(source ? { customConditions: ['@pawl/source'] } : {}),
  },
  include: ['*.ts'],
})

/** Writes a user's project of many ops and jobs into an empty folder, with @pawl/core and zod where it finds them. */
export function writeProject(folder: string, size: ProjectSize): void {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'types-bench', type: 'module' }),
    'tsconfig.json': JSON.stringify(tsconfig(size)),
    'schemas.ts': SCHEMAS,
    'start.ts': START,
  }
  for (let file = 0; file * OPS_PER_FILE < size.ops; file++) files[`ops-${file}.ts`] = opsFile(file, size)
  for (let index = 0; index < size.jobs; index++) files[`job-${index}.ts`] = jobSource(index, size)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  mkdirSync(join(folder, 'node_modules', '@pawl'), { recursive: true })
  const installed = join(import.meta.dirname, '..', 'node_modules')
  for (const name of ['@pawl/core', 'zod']) {
    symlinkSync(realpathSync(join(installed, name)), join(folder, 'node_modules', name), 'dir')
  }
}
