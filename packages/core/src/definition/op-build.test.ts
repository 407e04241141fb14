import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal } from '../../test/refusal.ts'
import { op } from './op.ts'
import { dynamicOut, out } from './out.ts'
import { resource } from './resource.ts'
import { optionalType, type } from './schema.ts'

const run = (): number => 1
/** As plain JavaScript calls it: the types would refuse these. */
const untyped = op as (definition: unknown) => unknown

describe('an op as data', () => {
  test('holds what its author gave, frozen', () => {
    const db = resource({ init: () => 1 })
    const Config = z.object({ path: z.string() })
    const clean = op({
      name: 'clean',
      description: 'Keeps what is whole.',
      config: Config,
      ins: { flights: z.array(z.string()), limit: z.number().optional(), model: type<number>(), hint: optionalType<string>() },
      outs: {
        valid: z.number(),
        rejected: out(z.number(), { required: false, ioManager: 'warehouse', asset: 'flights/rejected' }),
      },
      resources: { db, cache: type<string>() },
      retry: { maxRetries: 2, delaySeconds: [1, 2] },
      timeoutSeconds: 0.5,
      tags: { team: 'ops', level: 1, big: true },
      codeVersion: '7',
      pool: 'warehouse',
      run: () => ({ valid: 1 }),
    })
    expect(clean.definition).toMatchObject({
      kind: 'op',
      name: 'clean',
      description: 'Keeps what is whole.',
      config: Config,
      outs: {
        valid: { required: true, dynamic: false },
        rejected: { required: false, dynamic: false, ioManager: 'warehouse', asset: 'flights/rejected' },
      },
      returnsRecord: true,
      resources: { db, cache: { kind: 'type' } },
      retry: { maxRetries: 2, delaySeconds: [1, 2] },
      timeoutSeconds: 0.5,
      tags: { team: 'ops', level: '1', big: 'true' },
      codeVersion: '7',
      pool: 'warehouse',
    })
    expect(Object.entries(clean.definition.ins).map(([name, { acceptsUndefined }]) => [name, acceptsUndefined])).toEqual([
      ['flights', false],
      ['limit', true],
      ['model', false],
      ['hint', true],
    ])
    expect(
      [clean.definition, clean.definition.ins, clean.definition.outs, clean.definition.tags, clean].every(Object.isFrozen),
    ).toBe(true)
  })

  test('has one output called result where none is named, and leaves out what was not given', () => {
    expect(op({ name: 'one', run }).definition).toEqual({
      kind: 'op',
      name: 'one',
      ins: {},
      outs: { result: { required: true, dynamic: false } },
      returnsRecord: false,
      resources: {},
      tags: {},
      run,
    })
    expect(op({ name: 'many', out: dynamicOut(z.number()), run: () => [] }).definition.outs).toMatchObject({
      result: { required: true, dynamic: true },
    })
  })

  test('is a callable that says its name', () => {
    const one = op({ name: 'one', run })
    expect([one.name, one.as('two').name, one.as('two').definition]).toEqual(['one', 'two', one.definition])
  })
})

describe('an op is refused', () => {
  test.each([
    [
      'for a name that is none',
      { name: 'fetch-flights', run },
      'INVALID_NAME: Op name "fetch-flights" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "fetch_flights".',
    ],
    [
      'for letters that other disks and tables do not take',
      { name: 'résumé été', run },
      'INVALID_NAME: Op name "résumé été" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "resume_ete".',
    ],
    ['without a name', { run }, 'INVALID_NAME: Op name (undefined) is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _.'],
    [
      'for a name that is too long',
      { name: 'a'.repeat(201), run },
      `INVALID_NAME: Op name "${'a'.repeat(201)}" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "${'a'.repeat(200)}".`,
    ],
    ['without run', { name: 'fetch' }, 'MISSING_RUN: Op "fetch" has no "run". Give the function that does its work.'],
    [
      'for a run that is none',
      { name: 'fetch', run: 1 },
      'INVALID_OPTION: Option "run" of op "fetch" is the number 1. Give a function.',
    ],
    [
      'for an option it does not have',
      { name: 'fetch', run, timeout: 1 },
      'UNKNOWN_OPTION: Op "fetch" has no option "timeout". Its options: "name", "description", "config", "ins", "out", "outs", "resources", "retry", "timeoutSeconds", "tags", "codeVersion", "pool" and "run".',
    ],
    [
      'for an option that is mistyped',
      { name: 'fetch', run, codeVersoin: '1' },
      'UNKNOWN_OPTION: Op "fetch" has no option "codeVersoin". Did you mean "codeVersion"?',
    ],
    [
      'for an option of another kind',
      { name: 'fetch', run, codeVersion: 2 },
      'INVALID_OPTION: Option "codeVersion" of op "fetch" is the number 2. Give a text that is not empty, or leave it out.',
    ],
    [
      'for inputs that are not by name',
      { name: 'fetch', run, ins: [z.string()] },
      'INVALID_OPTION: Option "ins" of op "fetch" is an array. Give an object by name.',
    ],
    [
      'for an input that is no schema',
      { name: 'fetch', run, ins: { path: String } },
      'NOT_A_SCHEMA: Input "path" of op "fetch" is a function, not a schema. Give a Standard Schema (zod, valibot, arktype, …), or type<T>() to check nothing at run time.',
    ],
    [
      'for config that is no schema',
      { name: 'fetch', run, config: { path: 'a' } },
      'NOT_A_SCHEMA: The config of op "fetch" is an object with "path", not a schema. Give a Standard Schema (zod, valibot, arktype, …), or type<T>() to check nothing at run time.',
    ],
    [
      'for an output that is no schema',
      { name: 'fetch', run, outs: { a: 1 } },
      'NOT_A_SCHEMA: Output "a" of op "fetch" is the number 1, not a schema. Give a Standard Schema (zod, valibot, arktype, …), or type<T>() to check nothing at run time.',
    ],
    [
      'for inputs that differ only by case',
      { name: 'fetch', run, ins: { path: z.string(), Path: z.string() } },
      'DUPLICATE_NAME: Input names "path" and "Path" of op "fetch" differ only by case, and some disks do not tell them apart. Rename one.',
    ],
    [
      'for the name of an output',
      { name: 'fetch', run, outs: { 'a.b': z.string() } },
      'INVALID_NAME: Output name "a.b" of op "fetch" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "a_b".',
    ],
    [
      'for out with outs',
      { name: 'fetch', run, out: z.string(), outs: { a: z.string() } },
      'OUT_AND_OUTS: Op "fetch" has both "out" and "outs". Keep "out" for one output, "outs" for several by name.',
    ],
    [
      'for outs without any',
      { name: 'fetch', run, outs: {} },
      'NO_OUTPUTS: Op "fetch" has an empty "outs". Name at least one output, or leave it out: what "run" returns is then the output.',
    ],
    [
      'for a timeout that is no time',
      { name: 'fetch', run, timeoutSeconds: 0 },
      'INVALID_TIMEOUT: timeoutSeconds of op "fetch" is the number 0. Give finite seconds above 0, or leave it out for no limit.',
    ],
    [
      'for an endless timeout',
      { name: 'fetch', run, timeoutSeconds: Number.POSITIVE_INFINITY },
      'INVALID_TIMEOUT: timeoutSeconds of op "fetch" is the number Infinity. Give finite seconds above 0, or leave it out for no limit.',
    ],
    [
      'for a pool that has no name',
      { name: 'fetch', run, pool: 'data warehouse' },
      'INVALID_POOL: Pool "data warehouse" of op "fetch" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _.',
    ],
    [
      'for a resource that is neither a type nor a resource',
      { name: 'fetch', run, resources: { db: 'postgres' } },
      'INVALID_RESOURCE: Resource "db" of op "fetch" is the text "postgres". Give type<T>() for what the job must provide, or a resource(…) to fall back on.',
    ],
    [
      'for options that are none',
      'fetch',
      'INVALID_OPTION: An op is given the text "fetch" for its options. Give an object with "name", "description", "config", "ins", "out", "outs", "resources", "retry", "timeoutSeconds", "tags", "codeVersion", "pool" and "run".',
    ],
  ])('%s', (_, definition, message) => {
    expect(refusal(() => untyped(definition))).toBe(message)
  })
})

test('out() is refused for what it cannot be', () => {
  const untypedOut = out as (schema: unknown, options?: unknown) => unknown
  expect(refusal(() => untypedOut(1))).toBe(
    'NOT_A_SCHEMA: The schema of out() is the number 1, not a schema. Give a Standard Schema (zod, valibot, arktype, …), or type<T>() to check nothing at run time.',
  )
  expect(refusal(() => untypedOut(z.string(), { optional: true }))).toBe(
    'UNKNOWN_OPTION: out() has no option "optional". Its options: "required", "ioManager", "asset" and "description".',
  )
  expect(refusal(() => untypedOut(z.string(), { required: 'no' }))).toBe(
    'INVALID_OPTION: Option "required" of out() is the text "no". Give true or false.',
  )
  expect(refusal(() => untypedOut(z.string(), { ioManager: '' }))).toBe(
    'INVALID_OPTION: Option "ioManager" of out() is the text "". Give a text that is not empty, or leave it out.',
  )
})

test('resource() is refused for what it cannot be', () => {
  const untypedResource = resource as (definition: unknown) => unknown
  expect(refusal(() => untypedResource({ create: () => 1 }))).toBe(
    'UNKNOWN_OPTION: A resource has no option "create". Its options: "description", "config", "init" and "dispose".',
  )
  expect(refusal(() => untypedResource({ config: z.string() }))).toBe(
    'INVALID_OPTION: Option "init" of a resource is undefined. Give a function.',
  )
})
