import { z } from 'zod'
import { op } from './op.ts'
import { dynamicOut, out } from './out.ts'
import { resource } from './resource.ts'
import { type } from './schema.ts'

interface Db {
  query(sql: string): Promise<readonly string[]>
}

export function definitions(): void {
  const run = (): number => 1
  op({ name: 'right', run, retry: { maxRetries: 1, delaySeconds: [1, 2], jitter: 'full' }, tags: { n: 1 }, codeVersion: '1' })
  // @ts-expect-error: an option that does not exist
  op({ name: 'unknown_option', run, retires: { maxRetries: 1 } })
  // @ts-expect-error: no run
  op({ name: 'no_run' })
  // @ts-expect-error: an op's name that is none
  op({ name: 'bad-name', run })
  // @ts-expect-error: no name
  op({ run })
  // @ts-expect-error: a jitter that is none
  op({ name: 'bad_jitter', run, retry: { maxRetries: 1, delaySeconds: 1, jitter: 'some' } })
  // @ts-expect-error: a policy without maxRetries
  op({ name: 'bad_policy', run, retry: { delaySeconds: 1 } })
  // @ts-expect-error: a timeout in words
  op({ name: 'bad_timeout', run, timeoutSeconds: '1 minute' })
  // @ts-expect-error: a schema that is none
  op({ name: 'bad_schema', ins: { x: String }, run })
  // @ts-expect-error: out with outs
  op({ name: 'out_and_outs', out: z.number(), outs: { a: z.number() }, run: () => ({ a: 1 }) })
  // @ts-expect-error: out options of another kind
  op({ name: 'bad_out', out: out(z.number(), { required: 'no' }), run })
  // @ts-expect-error: a resource is a type or a resource
  op({ name: 'bad_resource', resources: { db: 'postgres' }, run })
}

export function bodies(): void {
  const config = z.object({ path: z.string() })
  const ins = { x: z.number() }
  op({ name: 'reads', config, ins, run: ({ config: { path } }, { x }) => path.repeat(x) })
  // @ts-expect-error: a key the config does not have
  op({ name: 'config_key', config, run: ({ config: given }) => given.pth })
  // @ts-expect-error: config without a schema
  op({ name: 'no_config', run: ({ config: given }) => given.path })
  // @ts-expect-error: an input the op does not have
  op({ name: 'unknown_input', ins, run: (_, { y }) => y })
  // @ts-expect-error: an input used as another type
  op({ name: 'misused_input', ins, run: (_, { x }) => x.toUpperCase() })
  op({ name: 'asks', resources: { db: type<Db>() }, run: ({ resources }) => resources.db.query('select 1') })
  // @ts-expect-error: a resource the op does not declare
  op({ name: 'unknown_resource', resources: { db: type<Db>() }, run: ({ resources }) => resources.cache })
  const db = resource({ init: (): Db => ({ query: async () => [] }) })
  op({ name: 'brings', resources: { db }, run: ({ resources }) => resources.db.query('select 1') })
  // @ts-expect-error: what a brought resource does not have
  op({ name: 'misused_resource', resources: { db }, run: ({ resources }) => resources.db.close() })
  op({ name: 'annotated', ins, run: (_, given: { readonly x: number }) => given.x })
  // @ts-expect-error: an arrow annotated wrongly
  op({ name: 'annotated_arrow', ins, run: (_, given: { x: string }) => given.x })
  op({
    name: 'annotated_method',
    ins,
    // @ts-expect-error: a method annotated wrongly
    run(_, given: { x: string }) {
      return given.x
    },
  })
  op({
    name: 'metadata',
    outs: { a: z.number() },
    run: (context) => {
      context.addOutputMetadata({ n: 1 }, { output: 'a' })
      // @ts-expect-error: metadata of an output that does not exist
      context.addOutputMetadata({ n: 1 }, { output: 'b' })
      // @ts-expect-error: metadata says of which output it is, where there are several
      context.addOutputMetadata({ n: 1 })
      // @ts-expect-error: a metadata value that is none
      context.addOutputMetadata({ n: new Date() }, { output: 'a' })
      return { a: 1 }
    },
  })
  op({ name: 'metadata_of_result', run: ({ addOutputMetadata }) => addOutputMetadata({ n: 1 }) })
}

export function results(): void {
  op({ name: 'sync', out: z.number(), run: () => 1 })
  // @ts-expect-error: a result of another type
  op({ name: 'sync_type', out: z.number(), run: () => 'a' })
  op({ name: 'async', out: z.number(), run: async () => 1 })
  // @ts-expect-error: a promise of another type
  op({ name: 'async_type', out: z.number(), run: async () => 'a' })
  const outs = { a: z.number(), b: out(z.string(), { required: false }) }
  op({ name: 'record', outs, run: () => ({ a: 1 }) })
  op({ name: 'whole_record', outs, run: async () => ({ a: 1, b: 'x' }) })
  // @ts-expect-error: a required output is missing
  op({ name: 'missing', outs, run: () => ({ b: 'x' }) })
  // @ts-expect-error: an output the op does not have
  op({ name: 'unknown', outs, run: () => ({ a: 1, z: 1 }) })
  // @ts-expect-error: an output the op does not have, after an await
  op({ name: 'unknown_async', outs, run: async () => ({ a: 1, z: 1 }) })
  // @ts-expect-error: an output of another type
  op({ name: 'output_type', outs, run: () => ({ a: 'x' }) })
  // @ts-expect-error: a bare value where outs want a record
  op({ name: 'bare', outs, run: () => 1 })
  op({ name: 'optional', out: out(z.number(), { required: false }), run: () => undefined })
  // @ts-expect-error: a required output is returned
  op({ name: 'required', out: z.number(), run: () => undefined })
  op({ name: 'map', out: dynamicOut(z.number()), run: () => new Map([['a', 1]]) })
  op({
    name: 'generated',
    out: dynamicOut(z.number()),
    *run() {
      yield { key: 'a', value: 1 }
    },
  })
  op({
    name: 'generated_later',
    out: dynamicOut(z.number()),
    async *run() {
      yield { key: 'a', value: 1 }
    },
  })
  // @ts-expect-error: items without keys
  op({ name: 'keyless', out: dynamicOut(z.number()), run: () => [1, 2] })
  // @ts-expect-error: items of another type
  op({ name: 'item_type', out: dynamicOut(z.number()), run: () => [{ key: 'a', value: 'x' }] })
  const Kind = z.object({ kind: z.enum(['a', 'b']) })
  op({ name: 'literal', out: Kind, run: (_) => ({ kind: 'a' }) })
  op({ name: 'async_literal', outs: { k: Kind }, run: async (_) => ({ k: { kind: 'a' } }) })
  // @ts-expect-error: a literal that is not one of them
  op({ name: 'wrong_literal', out: Kind, run: (_) => ({ kind: 'c' }) })
  const defaulted = z.object({ n: z.number().default(1) })
  op({ name: 'given', out: defaulted, run: () => ({}) })
}
