import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'

/** Where a file of the vega-datasets package lies on this machine. */
export function datasetPath(file: string): string {
  const manifest = findPackageJSON('vega-datasets', import.meta.url)
  if (manifest === undefined) throw new Error('The package vega-datasets is not installed: run pnpm install.')
  return join(dirname(manifest), 'data', file)
}
