import type { JobDescription, OpDescription } from '@pawl/core/plugin'

const op = (key: string, more: Partial<OpDescription> = {}): OpDescription => ({
  key,
  opName: key,
  description: null,
  tags: {},
  pool: null,
  codeVersion: null,
  timeoutSeconds: null,
  retry: null,
  hasConfig: false,
  resources: [],
  mapOver: null,
  ins: [],
  outs: [{ name: 'result', required: true, dynamic: false, ioManager: 'default', asset: null, description: null }],
  ...more,
})

/** Three ops: one that reads with a retry policy, one run once for each airport, and one that collects. */
export const report: JobDescription = {
  name: 'report',
  description: 'Delays by airport.',
  owners: ['ada'],
  tags: { team: 'ops' },
  ops: [
    op('split', { hasConfig: true, retry: 'up to 2 retries, after 1 s, 2 s', resources: ['http'], tags: { kind: 'io' } }),
    op('count', { mapOver: { key: 'split', output: 'airports' }, ins: [{ name: 'airport', optional: false }] }),
    op('render'),
  ],
  edges: [
    { from: 'split', output: 'airports', to: 'count', input: 'airport', kind: 'item' },
    { from: 'count', output: 'result', to: 'render', input: 'counts', kind: 'collect' },
  ],
  graphs: [],
  resources: [{ key: 'http', description: 'An HTTP client', hasConfig: false }],
}

export const simple = (name: string): JobDescription => ({
  name,
  description: null,
  owners: [],
  tags: {},
  ops: [op('only')],
  edges: [],
  graphs: [],
  resources: [],
})
