import { execFile } from 'node:child_process'
import { dirname } from 'node:path'

/** Executes a module with Node, in its own folder, and gives the lines it printed. @throws Error with what Node said when it fails */
export function runSnippet(path: string): Promise<readonly string[]> {
  const args = ['--conditions=@pawl/source', path]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: dirname(path), timeout: 20_000 }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`${error.message}\n${stderr}`))
      else resolve(stdout === '' ? [] : stdout.trimEnd().split('\n'))
    })
  })
}
