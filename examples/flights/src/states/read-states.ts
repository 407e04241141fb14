import { readFile } from 'node:fs/promises'
import { op } from '@pawl/core'
import { datasetPath } from '../dataset.ts'
import { parseStateShapes, StateShapes } from './state-shapes.ts'

export const readStates = op({
  name: 'read_states',
  description: 'Reads the outlines of the states, for the map, from the TopoJSON file of vega-datasets.',
  out: StateShapes,
  tags: { kind: 'source' },
  async run({ signal }) {
    return parseStateShapes(await readFile(datasetPath('us-10m.json'), { encoding: 'utf8', signal }))
  },
})
