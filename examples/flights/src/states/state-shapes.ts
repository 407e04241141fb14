import { z } from 'zod'

const Position = z.tuple([z.number(), z.number()])

/** Closed outlines of the states, each a list of [longitude, latitude] in degrees; a state of several islands has several. */
export const StateShapes = z.array(z.array(Position))
export type StateShapes = z.infer<typeof StateShapes>

/** As much of the TopoJSON format as the outlines of states need. */
const Topology = z.object({
  transform: z.object({ scale: Position, translate: Position }),
  objects: z.object({
    states: z.object({
      geometries: z.array(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('Polygon'), arcs: z.array(z.array(z.int())) }),
          z.object({ type: z.literal('MultiPolygon'), arcs: z.array(z.array(z.array(z.int()))) }),
        ]),
      ),
    }),
  }),
  arcs: z.array(z.array(Position)),
})
type Topology = z.infer<typeof Topology>

type Position = z.infer<typeof Position>

const DECIMALS = 1_000

/** Arcs are stored as whole steps from point to point; they become degrees, to about a hundred metres. */
function decodeArc(arc: readonly Position[], { scale, translate }: Topology['transform']): Position[] {
  let x = 0
  let y = 0
  return arc.map(([stepX, stepY]) => {
    x += stepX
    y += stepY
    const longitude = x * scale[0] + translate[0]
    const latitude = y * scale[1] + translate[1]
    return [Math.round(longitude * DECIMALS) / DECIMALS, Math.round(latitude * DECIMALS) / DECIMALS]
  })
}

/** A ring names its arcs by index; ~index is the same arc walked backwards. Each arc starts where the one before it ends. */
function joinRing(indexes: readonly number[], arcs: readonly Position[][]): Position[] {
  return indexes.flatMap((index, nth) => {
    const arc = index < 0 ? arcs[~index]?.toReversed() : arcs[index]
    if (arc === undefined) throw new Error(`The outlines name an arc ${index} that is not there.`)
    return nth === 0 ? arc : arc.slice(1)
  })
}

/** Reads the outlines of the states from TopoJSON. Throws on anything else. */
export function parseStateShapes(json: string): StateShapes {
  const topology = Topology.parse(JSON.parse(json))
  const arcs = topology.arcs.map((arc) => decodeArc(arc, topology.transform))
  const rings = topology.objects.states.geometries.flatMap((geometry) =>
    geometry.type === 'Polygon' ? geometry.arcs : geometry.arcs.flat(),
  )
  return rings.map((ring) => joinRing(ring, arcs))
}
