#!/usr/bin/env node
import * as nodeModule from 'node:module'

const OLDEST_NODE = 24

const { node } = process.versions
if (Number.parseInt(node, 10) < OLDEST_NODE) {
  process.stderr.write(`error: Pawl needs Node.js ${OLDEST_NODE} or newer; this is ${node} (${process.execPath}).\n`)
  process.exitCode = 1
} else {
  // Before anything large is imported: a warm cache makes the start of a command twice as fast.
  nodeModule.enableCompileCache()
  const { runCli } = await import('./run-cli.ts')
  process.exitCode = await runCli(process.argv)
}
