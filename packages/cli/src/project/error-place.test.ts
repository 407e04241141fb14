import { expect, test } from 'vitest'
import { errorPlace } from './error-place.ts'

test('an error that Pawl raises about a definition is placed in the project, not in Pawl', () => {
  const stack = [
    'FrameworkError: Step "greet" of job "hello" needs its input "worlds".',
    '    at definitionError (/opt/pawl/packages/core/src/definition/definition-error.ts:64:22)',
    '    at job (/srv/node_modules/@pawl/core/dist/index.js:12:3)',
    '    at src/definitions.ts:31:14',
    '    at ModuleJob.run (node:internal/modules/esm/module_job:439:25)',
  ].join('\n')
  expect(errorPlace({ stack })).toBe('    at src/definitions.ts:31:14')
})

test('an error thrown in a function of the project is placed there', () => {
  const stack = 'Error: Spoilt.\n    at readWorlds (src/worlds.ts:3:9)\n    at src/definitions.ts:5:1'
  expect(errorPlace({ stack })).toBe('    at readWorlds (src/worlds.ts:3:9)')
})

test('a syntax error is shown with its line of code', () => {
  const frame = 'src/definitions.ts:2\nenum Planet { Earth }\n^^^^^^^^^^^^^^^^^^^^^'
  const stack = `${frame}\n\nSyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]: TypeScript enum is not supported in strip-only mode\n    at parseTypeScript (node:internal/modules/typescript:68:40)`
  expect(errorPlace({ stack })).toBe(frame)
})

test('what arose in foreign code only has no place', () => {
  expect(errorPlace({ stack: 'Error: gone\n    at node:fs:1:1\n    at read (node_modules/csv/index.js:1:1)' })).toBeUndefined()
  expect(errorPlace({})).toBeUndefined()
})
