import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadProject, resolveConfig } from './load-config.ts'

const messageOf = (value: unknown): string => {
  try {
    resolveConfig(value, 'The config')
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  throw new Error('It was taken.')
}

describe('options', () => {
  test('all may be left out', () => {
    expect(resolveConfig({}, 'it')).toMatchObject({
      locations: {},
      worker: { runsAtOnce: 1 },
      monitoring: { tickMs: 500 },
      server: { host: '127.0.0.1', port: 4040, allowedHosts: [] },
    })
  })

  test.each<[unknown, string]>([
    [{ locatons: {} }, '"locatons" is no option. Did you mean "locations"?'],
    [{ server: { prot: 1 } }, '"server.prot" is no option. Did you mean "port"?'],
    [{ worker: { threads: 1 } }, '"worker.threads" is no option. There are processes, runsAtOnce, memoryLimitMb.'],
    [{ opRetry: { maxRetries: 1, delay: 1 } }, '"opRetry.delay" is no option. There are maxRetries, delaySeconds, jitter.'],
    [{ locations: { 'my jobs': './x.ts' } }, '"locations.my jobs" is no name: a name of A-Z a-z 0-9 _.'],
    [{ locations: { main: 7 } }, '"locations.main": Invalid input: expected string, received number.'],
    [{ server: { port: '4040' } }, '"server.port": Invalid input: expected number, received string.'],
    [{ server: { token: 'short' } }, '"server.token": Too small: expected string to have >=16 characters.'],
    [{ monitoring: { tickMs: 5 } }, '"monitoring.tickMs": at least 100 ms.'],
    [{ opRetry: { maxRetries: 1, delaySeconds: [1, -2] } }, '"opRetry.delaySeconds.1": Too small: expected number to be >=0.'],
    [
      { opRetry: { maxRetries: 1, delaySeconds: 'soon' } },
      '"opRetry.delaySeconds": must be seconds, a list of them, or what exponentialBackoff() or linearBackoff() gives.',
    ],
    [{ opRetry: { maxRetries: 1, jitter: 'ful' } }, '"opRetry.jitter": must be "full", "plus-minus" or a number above 0.'],
    [
      { runRetries: { strategy: 'FROM_FAILUR' } },
      '"runRetries.strategy": Invalid option: expected one of "FROM_FAILURE"|"ALL_STEPS". Did you mean "FROM_FAILURE"?',
    ],
    [{ storage: { postgress: {} } }, '"storage.postgress" is no option. Did you mean "postgres"?'],
    [{ storage: {} }, '"storage": must have either sqlite or postgres.'],
    [
      { storage: { sqlite: { path: 'a' }, postgres: { connectionString: 'b' } } },
      '"storage": must have either sqlite or postgres.',
    ],
    [
      { storage: { postgres: { connectionString: 'x', pool: 1 } } },
      '"storage.postgres.pool" is no option. There are connectionString, schema, maxConnections.',
    ],
    [
      { storage: { postgres: { connectionString: undefined } } },
      '"storage.postgres.connectionString": must be a connection string (is the variable it comes from set?), or { env: "NAME" } for the variable that holds one.',
    ],
    [
      { notifications: { webhook: { url: 'example.com/hook' } } },
      '"notifications.webhook.url": must be an http or https URL, or { env } naming the variable that has it.',
    ],
    [
      { notifications: { webhook: [{ url: 'https://example.com/' }, { url: 'https://example.com/', on: ['failur'] }] } },
      '"notifications.webhook.1.on.0": Invalid option: expected one of "failure"|"success"|"canceled". Did you mean "failure"?',
    ],
    [
      { notifications: { webhook: { url: 'https://example.com/', header: {} } } },
      '"notifications.webhook.header" is no option. Did you mean "headers"?',
    ],
    [
      { notifications: { webhook: [{ url: 'https://example.com/' }, { url: 'https://example.com/' }] } },
      '"notifications.webhook": has the same webhook twice; give each a "name" of its own.',
    ],
    ['a text', 'the config: Invalid input: expected object, received string.'],
  ])('%j is refused by its path', (config, message) => {
    expect(messageOf(config)).toBe(`The config is not right:\n${message}`)
  })

  test('a webhook alone and a list of them are the same', () => {
    const webhook = { url: { env: 'HOOK' } }
    const resolved = { url: { env: 'HOOK' }, headers: {}, on: ['failure', 'success'], evenIfRetried: false }
    for (const given of [webhook, [webhook]]) {
      expect(resolveConfig({ notifications: { webhook: given } }, 'it').notifications).toEqual({
        webhooks: [resolved],
        timeoutMs: 10_000,
      })
    }
    expect(resolveConfig({}, 'it').notifications).toEqual({ webhooks: [], timeoutMs: 10_000 })
  })

  test('everything that is wrong is told at once', () => {
    expect(messageOf({ server: { port: -1, hots: 'x' }, locations: 1 }).split('\n')).toHaveLength(4)
  })
})

describe('projects', () => {
  let directory: string
  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-config-')))
  })
  afterEach(() => rmSync(directory, { recursive: true }))
  const write = (text: string, name = 'pawl.config.ts'): void => writeFileSync(join(directory, name), text)

  test('the config of the nearest folder above counts, and home lies beside it', async () => {
    write("export default { locations: { main: './main.ts' } }")
    mkdirSync(join(directory, 'src/deep'), { recursive: true })
    const project = await loadProject(join(directory, 'src/deep'), {})
    expect(project).toMatchObject({ directory, home: join(directory, '.pawl'), config: { locations: { main: './main.ts' } } })
  })

  test('PAWL_HOME moves home; an empty one does not', async () => {
    write('export default {}')
    expect((await loadProject(directory, { PAWL_HOME: '/elsewhere/home' })).home).toBe('/elsewhere/home')
    expect((await loadProject(directory, { PAWL_HOME: '' })).home).toBe(join(directory, '.pawl'))
  })

  test('a folder without a config is no project', async () => {
    await expect(loadProject(directory, {})).rejects.toMatchObject({
      code: 'NO_PROJECT',
      message: expect.stringContaining('pawl init'),
    })
  })

  test.each<[string, string, RegExp]>([
    ['throws', "throw new Error('no secret set')", /pawl\.config\.ts could not be imported: no secret set$/],
    [
      'exports nothing',
      'export const config = {}',
      /pawl\.config\.ts has no default export\. End it with: export default defineConfig/,
    ],
    [
      'has a wrong option',
      'export default { servr: {} }',
      /pawl\.config\.ts is not right:\n"servr" is no option\. Did you mean "server"\?/,
    ],
  ])('a config that %s is one clear error', async (_, text, message) => {
    write(text)
    await expect(loadProject(directory, {})).rejects.toMatchObject({
      code: 'INVALID_PROJECT_CONFIG',
      message: expect.stringMatching(message),
    })
  })
})
