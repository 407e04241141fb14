import { expect, test } from 'vitest'
import { configFields } from './config-fields.ts'

const envReference = { $ref: '#/$defs/envReference' }

test('every value has the path that --set takes, its type, and its default', () => {
  const config = {
    type: 'object',
    properties: {
      path: { anyOf: [{ type: 'string' }, envReference], description: 'Where it lies.' },
      limit: { type: 'integer', default: 4 },
      mode: { enum: ['fast', 'slow'], default: 'fast' },
      tags: { type: 'array', items: { type: 'string' } },
      nested: { type: 'object', properties: { 'a.b': { type: ['number', 'null'] } }, required: ['a.b'] },
      free: { type: 'object', additionalProperties: { type: 'string' } },
      either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    },
    required: ['path', 'limit'],
  }
  const rows = configFields({
    type: 'object',
    properties: { ops: { type: 'object', properties: { a: config, b: { type: 'object', properties: {} } } } },
  })
  const none = { isRequired: false, default: null, description: null }
  expect(rows).toEqual([
    { path: 'ops.a.path', type: 'string', isRequired: true, default: null, description: 'Where it lies.' },
    { ...none, path: 'ops.a.limit', type: 'integer', default: '4' },
    { ...none, path: 'ops.a.mode', type: '"fast" | "slow"', default: '"fast"' },
    { ...none, path: 'ops.a.tags', type: 'list' },
    { ...none, path: 'ops.a.nested.a\\.b', type: 'number | null', isRequired: true },
    { ...none, path: 'ops.a.free', type: 'object' },
    { ...none, path: 'ops.a.either', type: 'string | number' },
  ])
})

test('a job that takes no config has no fields', () => {
  expect(configFields({ type: 'object', properties: {} })).toEqual([])
})
