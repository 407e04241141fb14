import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeProject } from './types/write-project.ts'

// Counted, not timed: the same compiler and project give the same number on any machine.
const CEILING = 1_200_000

const { values: options } = parseArgs({
  options: {
    /** Each op spells its schemas anew instead of using shared constants; told, not judged. */
    inline: { type: 'boolean', default: false },
    /** Checks against the sources of @pawl/core, not against its built declarations. */
    source: { type: 'boolean', default: false },
    /** Leaves the project in place to look at. */
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const require = createRequire(import.meta.url)
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')

/** Figures of `tsc --extendedDiagnostics`, by its own labels. The project has to be right: errors cost less to check. */
function diagnose(project: string): ReadonlyMap<string, string> {
  const args = [TSC, '-p', project, '--checkers', '1', '--extendedDiagnostics', '--pretty', 'false']
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'))
  if (errors.length > 0) throw new Error(`The generated project does not compile:\n${errors.slice(0, 10).join('\n')}`)
  return new Map([...stdout.matchAll(/^([A-Z][^:\n]*):\s+(\S+)$/gm)].map(([, label = '', figure = '']) => [label, figure]))
}

const project = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-types-')))
try {
  writeProject(project, { ops: 300, jobs: 40, stepsPerJob: 25, inline: options.inline, source: options.source })
  const figures = diagnose(project)
  const instantiations = Number(figures.get('Instantiations'))
  const report = {
    'types.instantiations': instantiations,
    'types.types': Number(figures.get('Types')),
    'types.memory': figures.get('Memory used'),
    'types.check_time': figures.get('Check time'),
  }
  if (options.json) console.log(JSON.stringify(report))
  else {
    console.log(
      `300 ops, 40 jobs of 25 steps, a run config and a launch for each; ${options.inline ? 'inline' : 'shared'} schemas`,
    )
    for (const [name, figure] of Object.entries(report)) console.log(`  ${name.padEnd(24)}${figure}`)
    if (options.keep) console.log(`  ${project}`)
  }
  if (!options.inline && !(instantiations <= CEILING)) {
    console.error(`Types cost ${instantiations} instantiations; the ceiling is ${CEILING}.`)
    process.exitCode = 1
  }
} finally {
  if (!options.keep) rmSync(project, { recursive: true, force: true })
}
