import { startRegionsServer } from './regions-server.ts'

const PORT = 4_011

const server = await startRegionsServer({ failures: 2, port: PORT })
process.stdout.write(`${server.url} fails twice before each answer. Ctrl-C ends it.\n`)
